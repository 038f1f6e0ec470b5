package org.tandemrec.data;

/** One line breaks a rule. Costs no stack trace, since a skipping reader may meet millions. */
final class BadLine extends Exception {
    private static final long serialVersionUID = 1;

    /** A line's problem: the rule, the value and, where there is one, the remedy; the place is added by {@link BadLines}. */
    BadLine(String message) {
        super(message, null, false, false);
    }

    /** The value of a column breaks a rule. */
    static BadLine value(String rule, byte[] line, int from, int to) {
        return new BadLine(rule + ", but was " + Quote.of(line, from, to));
    }
}
