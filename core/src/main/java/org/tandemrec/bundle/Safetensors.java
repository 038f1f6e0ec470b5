package org.tandemrec.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ModelState.Tensor;

/**
 * Files of named tensors in the public safetensors format: 8 bytes of header length, a JSON header, little-endian data. Data
 * goes through one buffer of 1 MiB, so that a tensor is in memory once.
 */
final class Safetensors {
    private static final int BUFFER_BYTES = 1 << 20;

    private Safetensors() {}

    /** The content of a file. */
    record Content(ModelState state, Map<String, String> metadata) {}

    /** Moves {@code count} elements from {@code from} on between an array and the buffer's start. */
    @FunctionalInterface
    private interface Chunk {
        void move(int from, int count);
    }

    /** Writes a file anew and forces it to the disk. */
    static void write(Path file, ModelState state, Map<String, String> metadata) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(state, metadata);
        ByteBuffer buffer = buffer(header.dataBytes());
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            drain(channel, ByteBuffer.wrap(header.encode()));
            for (SafetensorsHeader.Entry entry : header.byPlace()) {
                write(
                        channel,
                        buffer,
                        entry,
                        Objects.requireNonNull(state.tensors().get(entry.name())));
            }
            channel.force(true);
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws FormatException if it breaks a rule of the format
     */
    static Content read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            FormatException.require(size >= 8, "it is truncated: it has %d bytes and no header", size);
            ByteBuffer buffer = buffer(size);
            fill(channel, buffer.limit(8));
            long headerBytes = buffer.getLong(0);
            FormatException.require(
                    headerBytes >= 0 && headerBytes <= SafetensorsHeader.MAX_BYTES,
                    "its header claims %d bytes",
                    headerBytes);
            FormatException.require(
                    headerBytes <= size - 8,
                    "it is truncated: its header claims %d bytes, but it has %d in all",
                    headerBytes,
                    size);
            ByteBuffer text = ByteBuffer.allocate((int) headerBytes);
            fill(channel, text);
            long dataStart = 8 + headerBytes;
            SafetensorsHeader header = SafetensorsHeader.decode(text.array(), size - dataStart);
            ModelState state = new ModelState();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                channel.position(dataStart + entry.begin());
                state.put(entry.name(), read(channel, buffer, entry));
            }
            return new Content(state, header.metadata());
        }
    }

    private static void write(FileChannel channel, ByteBuffer buffer, SafetensorsHeader.Entry entry, Tensor tensor)
            throws IOException {
        Chunk chunk = switch (tensor) {
            case Tensor.Doubles it -> (from, count) -> buffer.asDoubleBuffer().put(it.data(), from, count);
            case Tensor.Floats it -> (from, count) -> buffer.asFloatBuffer().put(it.data(), from, count);
            case Tensor.Ints it -> (from, count) -> buffer.asIntBuffer().put(it.data(), from, count);
        };
        int bytes = entry.dtype().bytes();
        int step = BUFFER_BYTES / bytes;
        for (int from = 0; from < entry.length(); from += step) {
            int count = Math.min(step, entry.length() - from);
            buffer.clear();
            chunk.move(from, count);
            drain(channel, buffer.limit(count * bytes));
        }
    }

    private static Tensor read(FileChannel channel, ByteBuffer buffer, SafetensorsHeader.Entry entry)
            throws IOException {
        int length = entry.length();
        return switch (entry.dtype()) {
            case F64 -> {
                double[] data = new double[length];
                receive(
                        channel,
                        buffer,
                        entry,
                        (from, count) -> buffer.asDoubleBuffer().get(data, from, count));
                yield new Tensor.Doubles(entry.shape(), data);
            }
            case F32 -> {
                float[] data = new float[length];
                receive(
                        channel,
                        buffer,
                        entry,
                        (from, count) -> buffer.asFloatBuffer().get(data, from, count));
                yield new Tensor.Floats(entry.shape(), data);
            }
            case I32 -> {
                int[] data = new int[length];
                receive(
                        channel,
                        buffer,
                        entry,
                        (from, count) -> buffer.asIntBuffer().get(data, from, count));
                yield new Tensor.Ints(entry.shape(), data);
            }
        };
    }

    private static void receive(FileChannel channel, ByteBuffer buffer, SafetensorsHeader.Entry entry, Chunk chunk)
            throws IOException {
        int bytes = entry.dtype().bytes();
        int step = BUFFER_BYTES / bytes;
        for (int from = 0; from < entry.length(); from += step) {
            int count = Math.min(step, entry.length() - from);
            fill(channel, buffer.clear().limit(count * bytes));
            chunk.move(from, count);
        }
    }

    /** Returns a buffer for chunks of at most {@code bytes}. */
    private static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads until the buffer's limit and rewinds it. */
    private static void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file ended early");
            }
        }
        bytes.rewind();
    }
}
