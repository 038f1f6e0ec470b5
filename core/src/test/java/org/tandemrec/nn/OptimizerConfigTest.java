package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.nn.OptimizerConfig.Decay;
import org.tandemrec.nn.OptimizerConfig.Rule;

class OptimizerConfigTest {
    /** Step size 0.5, warm-up over 2 of 10 epochs: the decay runs over the 8 that follow. */
    @ParameterizedTest
    @CsvSource({
        "NONE,0,0",
        "NONE,0.5,0.125",
        "NONE,1.5,0.375",
        "NONE,2,0.5",
        "NONE,10,0.5",
        "LINEAR,1,0.25",
        "LINEAR,2,0.5",
        "LINEAR,4,0.375",
        "LINEAR,9,0.0625",
        "LINEAR,10,0",
        "COSINE,1,0.25",
        "COSINE,2,0.5",
        "COSINE,4,0.42677669529663687",
        "COSINE,6,0.25",
        "COSINE,8,0.07322330470336313",
        "COSINE,10,0"
    })
    void theScheduleRisesAndFalls(Decay decay, double done, double expected) {
        OptimizerConfig config = new OptimizerConfig(Rule.SGD, 0.5f, 0, 0, 0, 2, decay);
        assertThat(config.learningRate(done, 10)).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"NONE,0.5", "LINEAR,0.5", "COSINE,0.5"})
    void withoutWarmUpTheFirstStepIsWhole(Decay decay, double expected) {
        OptimizerConfig config = new OptimizerConfig(Rule.SGD, 0.5f, 0, 0, 0, 0, decay);
        assertThat(config.learningRate(0, 1)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aWarmUpAsLongAsTheTrainingFails() {
        OptimizerConfig config = new OptimizerConfig(Rule.SGD, 0.5f, 0, 0, 0, 2.5f, Decay.NONE);
        config.checkEpochs(3);
        assertThatThrownBy(() -> config.checkEpochs(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("warmupEpochs must be less than epochs (2), but was 2.5");
        assertThatThrownBy(() -> config.learningRate(0, 2))
                .hasMessage("warmupEpochs must be less than epochs (2), but was 2.5");
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "3.1", "NaN"})
    void aTimeOutsideTheTrainingFails(double done) {
        assertThatThrownBy(() -> OptimizerConfig.DEFAULT.learningRate(done, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochsDone must be between 0 and epochs (3), but was " + done);
    }

    @ParameterizedTest
    @CsvSource({
        "SGD,0,0,0,0,0,'learningRate must be positive, but was 0.0'",
        "SGD,NaN,0,0,0,0,'learningRate must be positive, but was NaN'",
        "SGD,Infinity,0,0,0,0,'learningRate must be positive, but was Infinity'",
        "SGD,0.1,1,0,0,0,'momentum must be at least 0 and below 1, but was 1.0'",
        "SGD,0.1,-0.5,0,0,0,'momentum must be at least 0 and below 1, but was -0.5'",
        "ADAM,0.1,0.5,0,0,0,'momentum is for sgd and adagrad: with optimizer adam it must be 0, but was 0.5'",
        "ADAM_W,0.1,0.5,0,0,0,'momentum is for sgd and adagrad: with optimizer adam-w it must be 0, but was 0.5'",
        "ADAM,0.1,0,0.01,0,0,'weightDecay is for adam-w: with optimizer adam it must be 0, but was 0.01'",
        "ADAGRAD,0.1,0,0.01,0,0,'weightDecay is for adam-w: with optimizer adagrad it must be 0, but was 0.01'",
        "ADAM_W,0.5,0,2,0,0,'weightDecay must not be negative and must be below 1 / learningRate (2.0), but was 2.0'",
        "ADAM_W,0.5,0,-1,0,0,'weightDecay must not be negative and must be below 1 / learningRate (2.0), but was -1.0'",
        "SGD,0.1,0,0,-1,0,'clipNorm must not be negative (0 is off), but was -1.0'",
        "SGD,0.1,0,0,Infinity,0,'clipNorm must not be negative (0 is off), but was Infinity'",
        "SGD,0.1,0,0,0,-1,'warmupEpochs must not be negative, but was -1.0'",
        "SGD,0.1,0,0,0,NaN,'warmupEpochs must not be negative, but was NaN'"
    })
    void valuesOutsideTheirRangeFail(
            Rule rule, float rate, float momentum, float weightDecay, float clip, float warmup, String message) {
        assertThatThrownBy(() -> new OptimizerConfig(rule, rate, momentum, weightDecay, clip, warmup, Decay.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
