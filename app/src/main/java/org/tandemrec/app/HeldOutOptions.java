package org.tandemrec.app;

import org.jspecify.annotations.Nullable;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Option;

/** What is held out of the training data: a picocli mixin. */
final class HeldOutOptions {
    @Option(
            names = "--held-out",
            paramLabel = "RULE",
            converter = SplitChoice.RuleConverter.class,
            description =
                    "The rule that cuts the validation part off the training data: what a fusion such as ra-lst is fitted on, and "
                            + "epochs and trials are measured on. Default: that of --split, but before global-time(t) the newest share that "
                            + "the test part is of all; without a split user-tail(0.1).")
    private @Nullable SplitRule heldOut;

    /** Whether the user names a rule. */
    boolean isNamed() {
        return heldOut != null;
    }

    /**
     * The rule that the user names, or else the one that cuts as the split does.
     *
     * @param split what cuts the test part off; null for nothing
     * @param all what it is cut off
     */
    SplitRule rule(@Nullable SplitRule split, Interactions all) {
        if (heldOut != null) {
            return heldOut;
        }
        return split == null ? SplitRule.PAPER : SplitRule.ofValidation(split, all);
    }
}
