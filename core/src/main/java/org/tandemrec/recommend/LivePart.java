package org.tandemrec.recommend;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.gru4rec.Gru4RecModel;
import org.tandemrec.model.gru4rec.GruState;
import org.tandemrec.model.lfm.FoldIn;
import org.tandemrec.model.lfm.LfmModel;

/** One part of a {@link LiveModel}: what it remembers of a user, and the scores that follow. */
sealed interface LivePart {
    /** What a part remembers. */
    sealed interface Memory {
        /** Nothing beside the events. */
        record Events() implements Memory {}

        /** The state of a recurrent network. */
        record Recurrent(GruState state) implements Memory {}

        /** Folded-in factors. */
        record Factors(float[] values) implements Memory {}

        /** About how many bytes it takes. */
        default int bytes() {
            return switch (this) {
                case Events events -> 16;
                case Recurrent recurrent -> 64 + Float.BYTES * recurrent.state().size();
                case Factors factors -> 32 + Float.BYTES * factors.values().length;
            };
        }
    }

    /** The part of a model. */
    static LivePart of(Model model) {
        return switch (model) {
            case Gru4RecModel gru -> new Stepped(gru);
            case LfmModel lfm -> new Folded(lfm);
            default -> new Replayed(model);
        };
    }

    /** What is remembered of a user, a dense one or {@link Query#UNKNOWN_USER}, before any event. */
    Memory begin(int user);

    /**
     * What is remembered after more events.
     *
     * @param before what was remembered before them
     * @param events all of the user's events, those before included
     * @param from the place of the first new one
     */
    Memory advance(Memory before, LiveState.Past events, int from);

    /** Scores all items. */
    void score(Memory memory, LiveState.Past events, float[] scores);

    /** The factors that an item's users say that it has, or null where this part has none for items that training did not see. */
    default float @Nullable [] foldInItem(int[] users, float[] ratings) {
        return null;
    }

    /** The score of a folded-in item. */
    default float score(Memory memory, float[] item) {
        throw new IllegalStateException("this part folds in no items");
    }

    /** GRU4Rec: a step of the network an event. */
    record Stepped(Gru4RecModel model) implements LivePart {
        @Override
        public Memory begin(int user) {
            return new Memory.Recurrent(model.begin(model.userCount() == 0 ? Query.UNKNOWN_USER : user));
        }

        @Override
        public Memory advance(Memory before, LiveState.Past events, int from) {
            return new Memory.Recurrent(model.advance(state(before), events.items(), events.times(), from));
        }

        @Override
        public void score(Memory memory, LiveState.Past events, float[] scores) {
            model.score(state(memory), scores);
        }

        private static GruState state(Memory memory) {
            return ((Memory.Recurrent) memory).state();
        }
    }

    /** A factor model: factors of all items so far, whoever the user is. */
    record Folded(LfmModel model) implements LivePart {
        private static final int[] NO_ITEMS = {};
        private static final float[] NO_RATINGS = {};

        @Override
        public Memory begin(int user) {
            return factors(NO_ITEMS, NO_RATINGS);
        }

        @Override
        public Memory advance(Memory before, LiveState.Past events, int from) {
            if (!model.predictsRatings()) {
                return factors(events.items(), NO_RATINGS);
            }
            int[] items = new int[events.count()];
            float[] ratings = new float[items.length];
            int rated = 0;
            for (int i = 0; i < items.length; i++) {
                if (!Float.isNaN(events.ratings()[i])) {
                    items[rated] = events.items()[i];
                    ratings[rated++] = events.ratings()[i];
                }
            }
            return factors(Arrays.copyOf(items, rated), Arrays.copyOf(ratings, rated));
        }

        private Memory factors(int[] items, float[] ratings) {
            FoldIn foldIn = model.foldIn();
            return new Memory.Factors(model.predictsRatings() ? foldIn.user(items, ratings) : foldIn.user(items));
        }

        @Override
        public void score(Memory memory, LiveState.Past events, float[] scores) {
            model.scoreAll(((Memory.Factors) memory).values(), scores);
        }

        @Override
        public float[] foldInItem(int[] users, float[] ratings) {
            return model.predictsRatings()
                    ? model.foldIn().item(users, ratings)
                    : model.foldIn().item(users);
        }

        @Override
        public float score(Memory memory, float[] item) {
            return model.score(((Memory.Factors) memory).values(), item);
        }
    }

    /** Any other model: all events anew for each list. */
    record Replayed(Model model) implements LivePart {
        private static final Memory EVENTS = new Memory.Events();

        @Override
        public Memory begin(int user) {
            return EVENTS;
        }

        @Override
        public Memory advance(Memory before, LiveState.Past events, int from) {
            return EVENTS;
        }

        @Override
        public void score(Memory memory, LiveState.Past events, float[] scores) {
            int user = events.user() < model.userCount() ? events.user() : Query.UNKNOWN_USER;
            model.score(new Query(user, events.items(), events.times()), scores);
        }
    }
}
