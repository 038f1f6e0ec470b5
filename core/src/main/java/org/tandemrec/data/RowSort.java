package org.tandemrec.data;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;

/**
 * Sorts rows by user, then time, then the tie rule: a counting sort by user, straight into the columns of the result, then a merge
 * sort of every user's rows, since rows that tie in everything keep their order.
 *
 * <p>Both steps run in parallel over users. Beside the blocks and the result they need next to no memory.
 */
final class RowSort {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int USERS_PER_SORT = 1 << 10;
    /** Users are scattered in so many parts, each in a pass of its own over the rows, which keeps what it writes to close together. */
    private static final int SCATTER_PARTS = 8;

    private final List<RowBlock> blocks;
    private final TieRule tieRule;
    private final int userCount;
    private final int itemCount;
    private final int[] start;
    private final ItemColumn items;
    private final @Nullable RatingColumn ratings;
    private final @Nullable TimeColumn times;

    /**
     * Counts the rows and prepares the columns.
     *
     * @throws IllegalArgumentException if a row's user or item lies outside its range
     */
    RowSort(List<RowBlock> blocks, boolean rated, boolean timed, TieRule tieRule, int userCount, int itemCount) {
        this.blocks = blocks;
        this.tieRule = tieRule;
        this.userCount = userCount;
        this.itemCount = itemCount;
        int size = checkedSize(blocks);
        this.start = starts();
        boolean halves = true;
        TimeColumn.Unit unit = TimeColumn.Unit.DAYS;
        for (RowBlock block : blocks) {
            halves &= block.ratings().areHalves();
            unit = unit.finer(block.times().unit());
        }
        this.items = new ItemColumn(size, ItemColumn.isNarrow(Math.max(0, itemCount - 1)));
        this.ratings = rated ? new RatingColumn(size, halves) : null;
        this.times = timed ? new TimeColumn(size, unit) : null;
    }

    /** Returns the rows in order. */
    Interactions interactions() {
        int[] next = start.clone();
        Parallel.shared().forEach(SCATTER_PARTS, part -> {
            int from = partBound(part);
            int to = partBound(part + 1);
            for (RowBlock block : blocks) {
                scatter(block, from, to, next);
            }
        });
        Parallel.shared().forEach(Math.ceilDiv(userCount, USERS_PER_SORT), part -> {
            UserSort sort = new UserSort(items, ratings, times, tieRule);
            int end = Math.min(userCount, (part + 1) * USERS_PER_SORT);
            for (int user = part * USERS_PER_SORT; user < end; user++) {
                sort.sort(user, start[user], start[user + 1]);
            }
        });
        return new Interactions(
                itemCount,
                items,
                ratings,
                times,
                tieRule,
                Arrays.copyOf(start, userCount),
                Arrays.copyOfRange(start, 1, userCount + 1));
    }

    private static int checkedSize(List<RowBlock> blocks) {
        long size = 0;
        for (RowBlock block : blocks) {
            size += block.size();
        }
        Check.argument(
                size <= LARGEST_ARRAY,
                "interactions must be at most %,d, but are %,d; take a part of them, such as the latest years",
                LARGEST_ARRAY,
                size);
        return (int) size;
    }

    /** The first row of every user, and the row after the last one of the last user. */
    private int[] starts() {
        int[] starts = new int[userCount + 1];
        int row = 0;
        for (RowBlock block : blocks) {
            int[] users = block.users();
            for (int i = 0; i < users.length; i++, row++) {
                int item = block.items().get(i);
                if (users[i] < 0 || users[i] >= userCount || item < 0 || item >= itemCount) {
                    throw new IllegalArgumentException("row " + row + " has user " + users[i] + " and item " + item
                            + ", but there are " + userCount + " users and " + itemCount + " items");
                }
                starts[users[i] + 1]++;
            }
        }
        for (int user = 0; user < userCount; user++) {
            starts[user + 1] += starts[user];
        }
        return starts;
    }

    private int partBound(int part) {
        return (int) ((long) userCount * part / SCATTER_PARTS);
    }

    /** Writes the rows of the users {@code from … to - 1} to their places, in the order in which they come. */
    private void scatter(RowBlock block, int from, int to, int[] next) {
        int[] users = block.users();
        for (int i = 0; i < users.length; i++) {
            int user = users[i];
            if (user >= from && user < to) {
                int row = next[user]++;
                items.set(row, block.items().get(i));
                if (ratings != null) {
                    ratings.set(row, block.ratings().get(i));
                }
                if (times != null) {
                    times.set(row, block.times().get(i));
                }
            }
        }
    }
}
