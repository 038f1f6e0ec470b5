package org.tandemrec.app;

import org.jspecify.annotations.Nullable;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a user says about a split: a rule, or that there is none.
 *
 * @param rule the rule; null for none
 */
record SplitChoice(@Nullable SplitRule rule) {
    /** No split: everything is training data. */
    static final SplitChoice NONE = new SplitChoice(null);

    /**
     * Reads a rule or {@code none}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    static SplitChoice parse(String text) {
        return text.strip().equals(Manifest.NO_SPLIT) ? NONE : new SplitChoice(SplitRule.parse(text));
    }

    /** The part to train on. */
    Interactions training(Interactions all) {
        return rule == null ? all : rule.apply(all).train();
    }

    /** What is trained on, for people. */
    String described() {
        return rule == null ? "everything" : "the training part of " + rule;
    }

    /** The text that a manifest stores and {@link #parse} reads. */
    @Override
    public String toString() {
        return rule == null ? Manifest.NO_SPLIT : rule.toString();
    }

    /** Turns the text of an option that needs a rule into one. */
    static final class RuleConverter implements ITypeConverter<SplitRule> {
        @Override
        public SplitRule convert(String value) {
            try {
                return SplitRule.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Turns an option's text into a choice. */
    static final class Converter implements ITypeConverter<SplitChoice> {
        @Override
        public SplitChoice convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ", or none");
            }
        }
    }
}
