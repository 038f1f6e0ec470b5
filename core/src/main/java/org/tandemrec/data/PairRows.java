package org.tandemrec.data;

import java.util.Arrays;
import org.tandemrec.base.Parallel;

/**
 * Pairs of rows and columns by row: the columns of every row, each once, in ascending order. Up to 65,536 columns take 2 bytes a
 * pair, more take 4.
 */
public final class PairRows {
    private static final int NARROW = Character.MAX_VALUE + 1;
    /* Rows that one call sorts. */
    private static final int CHUNK = 1024;

    private final int[] start;
    private final char[] narrow;
    private final int[] wide;

    /** What as many pairs take, in bytes, beside one number a row. */
    public static long bytes(int pairs, int columns) {
        return (long) pairs * (columns <= NARROW ? Character.BYTES : Integer.BYTES);
    }

    private PairRows(int[] start, int columns) {
        this.start = start;
        this.narrow = new char[columns <= NARROW ? start[start.length - 1] : 0];
        this.wide = new int[columns <= NARROW ? 0 : start[start.length - 1]];
    }

    /** Users as rows, their items as columns. */
    public static PairRows byUser(Interactions training, Parallel parallel) {
        int users = training.userCount();
        int[] seenBy = new int[training.itemCount()];
        Arrays.fill(seenBy, -1);
        int[] start = new int[users + 1];
        for (int user = 0; user < users; user++) {
            int count = 0;
            for (int row = training.start(user); row < training.end(user); row++) {
                if (seenBy[training.item(row)] != user) {
                    seenBy[training.item(row)] = user;
                    count++;
                }
            }
            start[user + 1] = start[user] + count;
        }
        PairRows pairs = new PairRows(start, training.itemCount());
        Arrays.fill(seenBy, -1);
        for (int user = 0; user < users; user++) {
            int next = start[user];
            for (int row = training.start(user); row < training.end(user); row++) {
                if (seenBy[training.item(row)] != user) {
                    seenBy[training.item(row)] = user;
                    pairs.set(next++, training.item(row));
                }
            }
        }
        parallel.forEach(Math.ceilDiv(users, CHUNK), chunk -> {
            int end = Math.min(users, (chunk + 1) * CHUNK);
            for (int user = chunk * CHUNK; user < end; user++) {
                pairs.sort(user);
            }
        });
        return pairs;
    }

    /** The same pairs with rows and columns exchanged. */
    public PairRows transposed(int columns) {
        int[] columnStart = new int[columns + 1];
        for (int index = 0; index < size(); index++) {
            columnStart[get(index) + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            columnStart[column + 1] += columnStart[column];
        }
        PairRows pairs = new PairRows(columnStart, rows());
        int[] next = Arrays.copyOf(columnStart, columns);
        for (int row = 0; row < rows(); row++) {
            for (int index = start[row]; index < start[row + 1]; index++) {
                pairs.set(next[get(index)]++, row);
            }
        }
        return pairs;
    }

    /** The number of rows. */
    public int rows() {
        return start.length - 1;
    }

    /** The number of pairs. */
    public int size() {
        return start[rows()];
    }

    /** The number of columns of a row. */
    public int count(int row) {
        return start[row + 1] - start[row];
    }

    /** Writes the columns of a row to {@code columns}. */
    public void copy(int row, int[] columns) {
        int first = start[row];
        int count = start[row + 1] - first;
        for (int i = 0; i < count; i++) {
            columns[i] = get(first + i);
        }
    }

    /**
     * Sets a row of the product of these pairs, as a 0/1 matrix, with another matrix: in how many rows of {@code other} that the given
     * row names each column occurs. With the users of items here and the items of users there, the users two items have in common.
     */
    public void multiply(int row, PairRows other, int[] counts) {
        Arrays.fill(counts, 0);
        for (int index = start[row]; index < start[row + 1]; index++) {
            other.addTo(get(index), counts);
        }
    }

    /** Adds 1 to the count of every column of a row. */
    private void addTo(int row, int[] counts) {
        if (narrow.length > 0) {
            for (int index = start[row]; index < start[row + 1]; index++) {
                counts[narrow[index]]++;
            }
        } else {
            for (int index = start[row]; index < start[row + 1]; index++) {
                counts[wide[index]]++;
            }
        }
    }

    private int get(int index) {
        return narrow.length > 0 ? narrow[index] : wide[index];
    }

    private void set(int index, int column) {
        if (narrow.length > 0) {
            narrow[index] = (char) column;
        } else {
            wide[index] = column;
        }
    }

    private void sort(int row) {
        if (narrow.length > 0) {
            Arrays.sort(narrow, start[row], start[row + 1]);
        } else {
            Arrays.sort(wide, start[row], start[row + 1]);
        }
    }
}
