package org.tandemrec.model.sasrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.SequenceOptions;
import org.tandemrec.model.Trainer;

/** Every option learns, resumes to the bit, and does not depend on the number of threads. */
class SasRecOptionsTest extends SequenceOptions {
    /* Further apart than any two items of a user. */
    private static final int FAR = 13;

    @Override
    protected Trainer trainer(String keys) {
        return new SasRecTrainer(
                Configs.of("'hiddenSize':24,'maxLength':8,'batchSize':8,'learningRate':0.01,'dropout':0.1," + keys));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':10",
                "'epochs':10,'norm':'after','activation':'relu','layers':1",
                "'epochs':10,'heads':3,'expansion':2,'activation':'tanh'",
                "'epochs':10,'embedding':'separate','labelSmoothing':0.1",
                "'epochs':16,'longHistory':'latest','maxLength':4",
                "'epochs':12,'scoring':'sampled','negatives':8,'logQ':true",
                "'epochs':25,'loss':'bpr-max','scoring':'sampled','negatives':16",
                "'epochs':12,'optimizer':'adam','weightDecay':0,'clipNorm':0,'warmupEpochs':0,'decay':'none'"
            })
    void learnsWhatComesNext(String keys) {
        assertLearnsTheCycle(keys);
    }

    /** A user's own items are no negatives, so that what they have near a target is not told from it; what is far is. */
    @Test
    void ownNegativesRankWhatComesNextAboveWhatIsFarAway() {
        Model model = trained("'epochs':25,'ownNegatives':4");
        float[] scores = new float[ITEMS];
        int right = 0;
        for (int item = 0; item < TRAINED; item++) {
            model.score(Query.ofHistory((item + TRAINED - 1) % TRAINED, item), scores);
            float far = Float.NEGATIVE_INFINITY;
            for (int distance = FAR; distance <= TRAINED - FAR; distance++) {
                far = Math.max(far, scores[(item + distance) % TRAINED]);
            }
            right += scores[(item + 1) % TRAINED] > far ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(TRAINED - 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':3",
                "'epochs':3,'norm':'after','embedding':'separate','scoring':'sampled','negatives':5",
                "'epochs':3,'ownNegatives':2,'longHistory':'latest','optimizer':'adagrad','weightDecay':0,'momentum':0.3"
            })
    void resumedWithOtherThreadsToTheBit(String keys) {
        assertResumes(keys);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'hiddenSize':0; hiddenSize must be at least 1, but was 0",
                "'layers':0; layers must be at least 1, but was 0",
                "'heads':5; heads must divide hiddenSize (24), but was 5",
                "'expansion':0; expansion must be at least 1, but was 0",
                "'maxLength':0; maxLength must be at least 1, but was 0",
                "'dropout':1; dropout must be at least 0 and less than 1, but was 1.0",
                "'ownNegatives':-1; ownNegatives must not be negative, but was -1",
                "'ownNegatives':1,'loss':'bpr'; with 1 of them leave scoring and loss as they are",
                "'batchSize':0; batchSize must be at least 1, but was 0",
                "'epochs':0; epochs must be at least 1, but was 0",
                "'warmupEpochs':20; warmupEpochs must be less than epochs (20), but was 20.0",
                "'scoring':'sampled','batchSize':1; scoring sampled needs something to compare with",
                "'scoring':'sampled','logQ':true,'loss':'bpr'; logQ corrects the sampled cross-entropy, but loss was bpr"
            })
    void aConfigSaysWhichRuleItBreaks(String keys, String message) {
        assertThatThrownBy(() -> trainer(keys)).hasMessageContaining(message);
    }
}
