package org.tandemrec.eval;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Check;

/** Which items a target is ranked among. Its text form is what {@link #parse} reads and results carry. */
public sealed interface CandidateRule {
    /**
     * Reads {@code full}, {@code full-unseen} or {@code sampled-uniform(100)}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    static CandidateRule parse(String text) {
        Matcher sampled = Pattern.compile("sampled-uniform\\((\\d{1,9})\\)").matcher(text.strip());
        if (sampled.matches()) {
            return new SampledUniform(Integer.parseInt(sampled.group(1)));
        }
        if (text.strip().equals("full")) {
            return new Full();
        }
        Check.argument(
                text.strip().equals("full-unseen"),
                "candidates are full, full-unseen or sampled-uniform(100), but were \"%s\"",
                text);
        return new FullUnseen();
    }

    /** Whether targets are ranked among sampled negatives, not among all items that could be recommended. */
    default boolean isSampled() {
        return switch (this) {
            case Full() -> false;
            case FullUnseen() -> false;
            case SampledUniform(int negatives) -> negatives > 0;
        };
    }

    /** All candidates, those in the user's history included. */
    record Full() implements CandidateRule {
        @Override
        public String toString() {
            return "full";
        }
    }

    /** All candidates except those in the user's history before the target; the target itself is always one. */
    record FullUnseen() implements CandidateRule {
        @Override
        public String toString() {
            return "full-unseen";
        }
    }

    /** The target among {@code negatives} candidates that the user never interacts with. */
    record SampledUniform(int negatives) implements CandidateRule {
        /** Checks the number. */
        public SampledUniform {
            Check.argument(negatives >= 1, "sampled-uniform needs at least 1 negative, but was given %d", negatives);
        }

        @Override
        public String toString() {
            return "sampled-uniform(" + negatives + ")";
        }
    }
}
