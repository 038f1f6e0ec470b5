package org.tandemrec.data;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file's bytes from its start, unzipped where it is a gzip, with its head at hand for detection. What goes wrong below is
 * thrown as a {@link DataException} that names the file.
 */
final class FileInput implements Closeable {
    private static final int HEAD_BYTES = 1 << 16;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final byte[] head;
    private final InputStream stream;

    private FileInput(Path path, byte[] head, InputStream stream) {
        this.path = path;
        this.head = head;
        this.stream = stream;
    }

    /** Opens a file, reads its head and refuses what cannot be text. */
    static FileInput open(Path path, ReadProgress progress) {
        try {
            long size = Files.size(path); // first, so that a failure leaves nothing open
            return of(path, new Counted(Files.newInputStream(path), progress, size));
        } catch (IOException e) {
            throw explained(path, e);
        }
    }

    /** The same over the bytes of {@code file}, which is closed where it cannot be read. */
    static FileInput of(Path path, InputStream file) {
        try {
            byte[] magic = file.readNBytes(2);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), file);
            boolean zipped = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
            if (!zipped && magic.length > 0 && path.toString().endsWith(".gz")) {
                throw new DataException(
                        "%s: a .gz file must be a gzip, but its first bytes are not those of one; rename or repack it"
                                .formatted(path));
            }
            InputStream text = zipped ? new GZIPInputStream(whole, BUFFER_BYTES) : whole;
            byte[] head = text.readNBytes(HEAD_BYTES);
            BinaryCheck.refuseBinary(path, head);
            int mark = BinaryCheck.byteOrderMark(head);
            return new FileInput(
                    path,
                    mark == 0 ? head : Arrays.copyOfRange(head, mark, head.length),
                    new SequenceInputStream(new ByteArrayInputStream(head, mark, head.length - mark), text));
        } catch (IOException | DataException e) {
            try {
                file.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e instanceof IOException cause ? explained(path, cause) : (DataException) e;
        }
    }

    /** The file's path as it is shown. */
    Path path() {
        return path;
    }

    /** The first bytes, a byte-order mark left out. Not to be changed. */
    byte[] head() {
        return head;
    }

    /** Reads up to {@code length} bytes, the head's included; -1 at the end. */
    int read(byte[] buffer, int offset, int length) {
        try {
            return stream.read(buffer, offset, length);
        } catch (IOException e) {
            throw explained(path, e);
        }
    }

    /** Reads everything that is left. */
    byte[] readAll() {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw explained(path, e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw explained(path, e);
        }
    }

    /** Returns the error for a file that cannot be read, in words for people. */
    static DataException explained(Path path, IOException e) {
        String problem;
        if (e instanceof EOFException) {
            problem = "the gzip is truncated: it ends before its data does; fetch or pack it again";
        } else if (e instanceof ZipException) {
            problem = "the gzip is damaged (%s); fetch or pack it again".formatted(e.getMessage());
        } else if (e instanceof AccessDeniedException) {
            problem = "the file must be readable, but access is denied; check its permissions";
        } else {
            problem = "the file cannot be read (%s)".formatted(e);
        }
        return new DataException(path + ": " + problem, e);
    }

    private static final class Counted extends FilterInputStream {
        private final ReadProgress progress;
        private final long total;
        private long done;

        Counted(InputStream in, ReadProgress progress, long total) {
            super(in);
            this.progress = progress;
            this.total = total;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                progress.advanced(++done, total);
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                done += count;
                progress.advanced(done, total);
            }
            return count;
        }
    }
}
