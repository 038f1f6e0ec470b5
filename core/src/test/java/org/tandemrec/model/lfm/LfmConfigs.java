package org.tandemrec.model.lfm;

import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.Loss;
import org.tandemrec.model.lfm.LfmConfig.NegativesConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig;
import org.tandemrec.model.lfm.LfmConfig.RateConfig;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.model.lfm.LfmConfig.TermsConfig;

/** Settings of LFM for tests: squared loss at a constant rate, lambda at every sample. */
public final class LfmConfigs {
    private LfmConfigs() {}

    public static LfmConfig of(
            Feedback feedback,
            int factors,
            int epochs,
            float learningRate,
            float regularization,
            float initStd,
            int negatives,
            boolean biases,
            SampleOrder order) {
        return new LfmConfig(
                feedback,
                Loss.SQUARED,
                factors,
                epochs,
                RateConfig.constant(learningRate),
                PenaltyConfig.perSample(regularization),
                initStd,
                NegativesConfig.uniform(negatives),
                biases ? TermsConfig.BIASES : TermsConfig.NONE,
                order);
    }
}
