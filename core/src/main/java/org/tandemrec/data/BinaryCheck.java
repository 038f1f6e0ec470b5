package org.tandemrec.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells text from other files by their first bytes. */
final class BinaryCheck {
    private BinaryCheck() {}

    /** Throws a {@link DataException} if the head of a file cannot be that of a UTF-8 text. */
    static void refuseBinary(Path path, byte[] head) {
        String kind = kind(head);
        if (kind != null) {
            throw new DataException("%s: the file must be text in UTF-8, but %s".formatted(path, kind));
        }
    }

    /** The length of the byte-order mark that the text starts with, 0 without one. */
    static int byteOrderMark(byte[] head) {
        return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    private static @Nullable String kind(byte[] head) {
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return "it is a zip archive; unpack it and name the folder";
        }
        if (startsWith(head, 'P', 'A', 'R', '1')) {
            return "it is a Parquet file; unpack it where it is gzipped, and leave --format out";
        }
        if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            return "it is in UTF-16; convert it, for example with iconv -f UTF-16 -t UTF-8";
        }
        int controls = 0;
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                controls++;
            }
        }
        return controls > head.length / 20
                ? "%d of its first %d bytes are control characters, so it seems to be binary; name a ratings file in a format that Tandem reads"
                        .formatted(controls, head.length)
                : null;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }
}
