package org.tandemrec.eval;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Check;

/** Which items a target is ranked among. Its text form is what {@link #parse} reads and results carry. */
public sealed interface CandidateRule {
    /**
     * Reads {@code full}, {@code full-unseen}, {@code sampled-uniform(100)} or {@code sampled-popularity(100)}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    static CandidateRule parse(String text) {
        Matcher matcher = Pattern.compile("(full|full-unseen)|(sampled-uniform|sampled-popularity)\\((\\d{1,9})\\)")
                .matcher(text.strip());
        Check.argument(
                matcher.matches(),
                "candidates are full, full-unseen, sampled-uniform(100) or sampled-popularity(100), but were \"%s\"",
                text);
        if (matcher.group(1) != null) {
            return matcher.group(1).equals("full") ? new Full() : new FullUnseen();
        }
        int negatives = Integer.parseInt(matcher.group(3));
        return matcher.group(2).equals("sampled-uniform")
                ? new SampledUniform(negatives)
                : new SampledPopularity(negatives);
    }

    /** The number of sampled negatives that targets are ranked among; 0 where they are ranked among all that could be recommended. */
    int negatives();

    /** Whether targets are ranked among sampled negatives. */
    default boolean isSampled() {
        return negatives() > 0;
    }

    /** All candidates, those in the user's history included. */
    record Full() implements CandidateRule {
        @Override
        public int negatives() {
            return 0;
        }

        @Override
        public String toString() {
            return "full";
        }
    }

    /** All candidates except those in the user's history before the target; the target itself is always one. */
    record FullUnseen() implements CandidateRule {
        @Override
        public int negatives() {
            return 0;
        }

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

    /**
     * The target among {@code negatives} candidates that the user never interacts with, drawn without replacement in proportion to
     * their training events.
     */
    record SampledPopularity(int negatives) implements CandidateRule {
        /** Checks the number. */
        public SampledPopularity {
            Check.argument(negatives >= 1, "sampled-popularity needs at least 1 negative, but was given %d", negatives);
        }

        @Override
        public String toString() {
            return "sampled-popularity(" + negatives + ")";
        }
    }
}
