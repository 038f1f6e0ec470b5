package org.tandemrec.model;

import org.tandemrec.split.Split;

/** Scores a model on a validation part, so that the best epoch can be told. Implemented by the evaluation's metrics. */
public interface Validator {
    /** Finds every model as good as any other. */
    Validator NONE = new Validator() {
        @Override
        public String metric() {
            return "none";
        }

        @Override
        public double score(Model model, Split split) {
            return 0;
        }
    };

    /** What is measured, for people: for example {@code ndcg@10}. */
    String metric();

    /**
     * Measures a model that was trained on the split's training part. Higher is better; the same model and split always give the same
     * bits.
     */
    double score(Model model, Split split);
}
