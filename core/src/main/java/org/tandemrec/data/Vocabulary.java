package org.tandemrec.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.base.Check;

/**
 * The raw ids of users or items and their dense numbers {@code 0 … size - 1}, in order of first appearance. Immutable.
 */
public final class Vocabulary {
    private final String[] ids;
    private final Map<String, Integer> indexes;

    private Vocabulary(String[] ids, Map<String, Integer> indexes) {
        this.ids = ids;
        this.indexes = indexes;
    }

    /**
     * Returns the vocabulary of {@code ids} in their order.
     *
     * @throws IllegalArgumentException if an id occurs twice
     */
    public static Vocabulary of(List<String> ids) {
        Builder builder = new Builder();
        for (String id : ids) {
            int before = builder.size();
            Check.argument(builder.add(id) == before, "id \"%s\" occurs twice", id);
        }
        return builder.build();
    }

    /** The number of ids. */
    public int size() {
        return ids.length;
    }

    /** The raw id of a dense number. */
    public String id(int index) {
        return ids[index];
    }

    /** The dense number of a raw id, or -1 for an unknown one. */
    public int indexOf(String id) {
        return indexes.getOrDefault(id, -1);
    }

    /** All raw ids by dense number, unmodifiable. */
    public List<String> ids() {
        return Collections.unmodifiableList(Arrays.asList(ids));
    }

    /** Collects ids; {@link #add} is idempotent. */
    public static final class Builder {
        private String[] ids = new String[16];
        private final Map<String, Integer> indexes = new HashMap<>();

        /** Returns the dense number of {@code id}, new or known. */
        public int add(String id) {
            Integer known = indexes.get(id);
            if (known != null) {
                return known;
            }
            int index = indexes.size();
            if (index == ids.length) {
                ids = Arrays.copyOf(ids, ids.length * 2);
            }
            ids[index] = id;
            indexes.put(id, index);
            return index;
        }

        /** The number of distinct ids so far. */
        public int size() {
            return indexes.size();
        }

        /** Returns the vocabulary; the builder must not be used afterwards. */
        public Vocabulary build() {
            return new Vocabulary(Arrays.copyOf(ids, indexes.size()), indexes);
        }
    }
}
