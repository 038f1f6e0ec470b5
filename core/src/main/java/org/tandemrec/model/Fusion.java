package org.tandemrec.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A model whose scores are a function of those of a long-term and a short-term model, and of any number of others. */
public interface Fusion extends Model {
    /** The model of who the user is. */
    Model longTerm();

    /** The model of what the user is after right now. */
    Model shortTerm();

    /** The models beside these two; none of a fusion of two. */
    default List<Model> others() {
        return List.of();
    }

    /** All parts: the long-term model, the short-term model, then the others. */
    default List<Model> parts() {
        List<Model> parts = new ArrayList<>(List.of(longTerm(), shortTerm()));
        parts.addAll(others());
        return List.copyOf(parts);
    }

    /**
     * A name for each of {@link #parts}: its kind, with {@code -long-term}, {@code -short-term}, {@code -other-1}, {@code -other-2} …
     * behind it where other parts are of that kind, too.
     */
    default List<String> partNames() {
        List<String> kinds = parts().stream().map(Model::kind).toList();
        List<String> names = new ArrayList<>();
        for (int part = 0; part < kinds.size(); part++) {
            String kind = kinds.get(part);
            String role = part == 0 ? "-long-term" : part == 1 ? "-short-term" : "-other-" + (part - 1);
            names.add(Collections.frequency(kinds, kind) == 1 ? kind : kind + role);
        }
        return List.copyOf(names);
    }

    /** Returns the fusion's arithmetic with room of its own to work in; each thread needs another one. */
    Fuser fuser();

    /** Fuses rows of scores, one after another, in arrays that it allocated once. Not safe for use by several threads at once. */
    interface Fuser {
        /**
         * Fuses one row of scores of all items.
         *
         * @param scores an array for each of {@link Fusion#parts}, with that part's {@code itemCount} scores from {@code offset} on
         * @param fused receives {@code itemCount} scores from {@code offset} on; may be one of the inputs
         */
        void fuse(float[][] scores, int offset, float[] fused);

        /**
         * Splits one row of fused scores into what each part adds: the sum of {@code addends[part][i]} over the parts is the fused
         * score of item {@code i}, up to rounding.
         *
         * @param scores as for {@link #fuse}
         * @param addends an array for each part, which receives {@code itemCount} addends from {@code offset} on; may be that part's
         *     scores
         */
        void contributions(float[][] scores, int offset, float[][] addends);

        /**
         * What one part would add to the score of items beyond the row, or to those of the row with other scores: on the scale that the
         * row's scores make, which stays as it is.
         *
         * @param scores as for {@link #fuse}; only those of the part are read
         * @param further scores of the part, of which the first {@code count} are replaced by their addends
         */
        void contributions(int part, float[][] scores, int offset, float[] further, int count);
    }

    @Override
    default int userCount() {
        return parts().stream().mapToInt(Model::userCount).max().orElse(0);
    }

    @Override
    default int itemCount() {
        return longTerm().itemCount();
    }

    @Override
    default boolean readsTimes() {
        return parts().stream().anyMatch(Model::readsTimes);
    }

    @Override
    default Session open(int lanes) {
        return new FusionSession(this, lanes);
    }
}
