package org.tandemrec.data;

/** The lines in the first bytes of a file, for what is decided before it is read. The last one may be cut off. */
final class HeadLines {
    private final byte[] head;

    HeadLines(byte[] head) {
        this.head = head;
    }

    /** Takes one line. */
    @FunctionalInterface
    interface Visitor {
        /** Looks at a slice of {@code bytes}. */
        void visit(byte[] bytes, int from, int to) throws BadLine;
    }

    /** Shows every line that is not blank; a bad one is passed over here and reported when its turn comes. */
    void forEach(Visitor visitor) {
        int from = 0;
        for (int i = 0; i <= head.length; i++) {
            if (i == head.length || head[i] == '\n' || head[i] == '\r') {
                if (!DelimitedSource.isBlank(head, from, i)) {
                    visit(visitor, from, i);
                }
                from = i + 1;
            }
        }
    }

    private void visit(Visitor visitor, int from, int to) {
        try {
            visitor.visit(head, from, to);
        } catch (BadLine e) {
            return; // it is reported when its turn comes
        }
    }
}
