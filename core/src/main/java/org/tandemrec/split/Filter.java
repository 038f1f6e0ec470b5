package org.tandemrec.split;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;

/**
 * A rule that leaves rare users or items out of the data before it is split. Users and items keep their numbers; those who are left
 * out have no interaction any more. Its text form is what {@link #parse} reads.
 *
 * <p>A filter counts all interactions, those that a split makes targets, too, so figures on filtered data are those of frequent users
 * and items alone and compare with others of the same filter only.
 */
public sealed interface Filter {
    /** Returns the interactions that are kept; {@code all} itself where that is all of them. */
    Interactions apply(Interactions all);

    /**
     * Reads {@code k-core(5)} or {@code min-length(5)}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    static Filter parse(String text) {
        Matcher matcher = Pattern.compile("(k-core|min-length)\\((\\d{1,9})\\)").matcher(text.strip());
        Check.argument(matcher.matches(), "a filter is k-core(5) or min-length(5), but was \"%s\"", text.strip());
        int least = Integer.parseInt(matcher.group(2));
        return matcher.group(1).equals("k-core") ? new KCore(least) : new MinLength(least);
    }

    /**
     * The k-core: the largest part in which every user and every item has at least {@code k} interactions. Users and items with fewer
     * are left out, again and again, until there are none (Seidman, <i>Network structure and minimum degree</i>, Social Networks
     * 1983). Every repeat of an item counts.
     */
    record KCore(int k) implements Filter {
        /** Checks the number. */
        public KCore {
            checkLeast("k-core", k);
        }

        @Override
        public Interactions apply(Interactions all) {
            BitSet removed = new BitSet();
            int[] users = new int[all.userCount()];
            for (int user = 0; user < users.length; user++) {
                users[user] = all.count(user);
            }
            int[] items = all.itemCounts();
            int before;
            do {
                before = removed.cardinality();
                removeRare(all, users, items, removed);
            } while (removed.cardinality() > before);
            return without(all, removed);
        }

        /** One pass over what is left; {@code users} and {@code items} hold the numbers of interactions that are left. */
        private void removeRare(Interactions all, int[] users, int[] items, BitSet removed) {
            for (int user = 0; user < users.length; user++) {
                for (int row = all.start(user); row < all.end(user); row++) {
                    int item = all.item(row);
                    if (!removed.get(row) && (users[user] < k || items[item] < k)) {
                        removed.set(row);
                        users[user]--;
                        items[item]--;
                    }
                }
            }
        }

        @Override
        public String toString() {
            return "k-core(" + k + ")";
        }
    }

    /** The users with at least {@code length} interactions. */
    record MinLength(int length) implements Filter {
        /** Checks the number. */
        public MinLength {
            checkLeast("min-length", length);
        }

        @Override
        public Interactions apply(Interactions all) {
            BitSet removed = new BitSet();
            for (int user = 0; user < all.userCount(); user++) {
                if (all.count(user) < length) {
                    removed.set(all.start(user), all.end(user));
                }
            }
            return without(all, removed);
        }

        @Override
        public String toString() {
            return "min-length(" + length + ")";
        }
    }

    private static void checkLeast(String name, int least) {
        Check.argument(least >= 1, "%s needs at least 1 interaction, but was given %d", name, least);
    }

    private static Interactions without(Interactions all, BitSet removed) {
        return removed.isEmpty() ? all : all.without(removed);
    }
}
