package org.tandemrec.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.base.Check;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ModelState.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The header of a safetensors file: which tensor lies where.
 *
 * @param entries the tensors in the order of the header
 * @param metadata free text by name
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    /** No header is longer, by the format's definition. */
    static final int MAX_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";

    /** Types of elements that a model state has. */
    enum Dtype {
        F64(Double.BYTES),
        F32(Float.BYTES),
        I32(Integer.BYTES);

        private final int bytes;

        Dtype(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        static Dtype of(Tensor tensor) {
            return switch (tensor) {
                case Tensor.Doubles doubles -> F64;
                case Tensor.Floats floats -> F32;
                case Tensor.Ints ints -> I32;
            };
        }
    }

    /** A tensor's place: bytes {@code begin … end - 1} of the data that follows the header. */
    record Entry(String name, Dtype dtype, int[] shape, int length, long begin, long end) {}

    /** Lays out a state: tensors of 8-byte elements first, so that every element is aligned. */
    static SafetensorsHeader of(ModelState state, Map<String, String> metadata) {
        Map<String, Long> begins = new LinkedHashMap<>();
        long offset = 0;
        for (int bytes : new int[] {8, 4}) {
            for (Map.Entry<String, Tensor> tensor : state.tensors().entrySet()) {
                Check.argument(!tensor.getKey().equals(METADATA), "a tensor cannot be named %s", METADATA);
                if (Dtype.of(tensor.getValue()).bytes() == bytes) {
                    begins.put(tensor.getKey(), offset);
                    offset += (long) tensor.getValue().length() * bytes;
                }
            }
        }
        List<Entry> entries = new ArrayList<>();
        state.tensors().forEach((name, tensor) -> {
            Dtype dtype = Dtype.of(tensor);
            long begin = begins.getOrDefault(name, 0L);
            long end = begin + (long) tensor.length() * dtype.bytes();
            entries.add(new Entry(name, dtype, tensor.shape(), tensor.length(), begin, end));
        });
        return new SafetensorsHeader(entries, metadata);
    }

    /** The tensors in the order of their data. */
    List<Entry> byPlace() {
        return entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
    }

    /** The number of bytes that all tensors take. */
    long dataBytes() {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes = Math.max(bytes, entry.end);
        }
        return bytes;
    }

    /** The length of the header as 8 little-endian bytes, and the header, padded by spaces to a multiple of 8 bytes. */
    byte[] encode() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = json.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        for (Entry entry : entries) {
            ObjectNode tensor = json.putObject(entry.name).put("dtype", entry.dtype.name());
            ArrayNode shape = tensor.putArray("shape");
            for (int size : entry.shape) {
                shape.add(size);
            }
            tensor.putArray("data_offsets").add(entry.begin).add(entry.end);
        }
        byte[] text = Json.MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return ByteBuffer.allocate(8 + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .array();
    }

    /**
     * Reads a header and checks that its tensors fill {@code dataBytes} bytes without a gap or an overlap.
     *
     * @throws FormatException if it breaks a rule of the format
     */
    static SafetensorsHeader decode(byte[] text, long dataBytes) throws FormatException {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new FormatException("its header is not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
        FormatException.require(json.isObject(), "its header is not a JSON object");
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            if (property.getKey().equals(METADATA)) {
                metadata.putAll(metadata(property.getValue()));
            } else {
                entries.add(entry(property.getKey(), property.getValue()));
            }
        }
        SafetensorsHeader header = new SafetensorsHeader(entries, metadata);
        header.requireFilled(dataBytes);
        return header;
    }

    private static Map<String, String> metadata(JsonNode json) throws FormatException {
        Map<String, String> metadata = new LinkedHashMap<>();
        FormatException.require(json.isObject(), "its metadata is not a JSON object");
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            FormatException.require(
                    property.getValue().isString(), "its metadata \"%s\" is not a text", property.getKey());
            metadata.put(property.getKey(), property.getValue().stringValue());
        }
        return metadata;
    }

    private static Entry entry(String name, JsonNode json) throws FormatException {
        JsonNode shape = json.path("shape");
        JsonNode offsets = json.path("data_offsets");
        Dtype dtype = dtype(name, json.path("dtype"));
        FormatException.require(
                shape.isArray() && offsets.isArray() && offsets.size() == 2,
                "tensor %s lacks a shape or its two data_offsets",
                name);
        int[] sizes = new int[shape.size()];
        long product = 1;
        for (int i = 0; i < sizes.length; i++) {
            JsonNode size = shape.get(i);
            FormatException.require(
                    size.isIntegralNumber() && size.canConvertToInt() && size.intValue() >= 0,
                    "tensor %s has the size %s",
                    name,
                    size);
            sizes[i] = size.intValue();
            product *= sizes[i];
            FormatException.require(
                    product <= Integer.MAX_VALUE - 8, "tensor %s of shape %s is too large", name, shape);
        }
        for (JsonNode offset : offsets) {
            FormatException.require(
                    offset.isIntegralNumber() && offset.canConvertToLong(),
                    "tensor %s has the offset %s",
                    name,
                    offset);
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        FormatException.require(
                begin >= 0 && end >= begin && end - begin == product * dtype.bytes(),
                "tensor %s of shape %s does not take the bytes %d … %d",
                name,
                shape,
                begin,
                end);
        return new Entry(name, dtype, sizes, (int) product, begin, end);
    }

    private static Dtype dtype(String name, JsonNode json) throws FormatException {
        String text = json.isString() ? json.stringValue() : "";
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw new FormatException("tensor " + name + " has the dtype " + json + ", but only F32, F64 and I32 are read");
    }

    private void requireFilled(long dataBytes) throws FormatException {
        long filled = 0;
        for (Entry entry : byPlace()) {
            FormatException.require(
                    entry.begin == filled,
                    "tensor %s begins at byte %d, but the one before it ends at %d",
                    entry.name,
                    entry.begin,
                    filled);
            filled = entry.end;
        }
        FormatException.require(
                filled == dataBytes, "its tensors take %d bytes, but %d bytes of data are there", filled, dataBytes);
    }
}
