package org.tandemrec.data;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The bytes of a Parquet file for Hardwood. A damaged page that claims to reach beyond its column makes Hardwood ask for no bytes
 * again and again; here that is an error.
 */
final class ParquetBytes implements InputFile {
    private final InputFile file;

    ParquetBytes(Path path) {
        this.file = InputFile.of(path);
    }

    @Override
    public void open() throws IOException {
        file.open();
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (length <= 0 || offset < 0 || length > file.length() - offset) {
            throw new IOException(
                    "the file is damaged: a part of %,d bytes at byte %,d is not inside it".formatted(length, offset));
        }
        return file.readRange(offset, length);
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
