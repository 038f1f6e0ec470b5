package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.SequenceOptions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingRun;

/** Every option learns, resumes to the bit, and does not depend on the number of threads. */
class Gru4RecOptionsTest extends SequenceOptions {
    private static final ProgressListener.Task NOBODY = ProgressListener.NONE.start("", 0, "");

    @Override
    protected Trainer trainer(String keys) {
        return new Gru4RecTrainer(Configs.of("'hiddenSize':24,'batchSize':8," + keys));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':12,'learningRate':0.02",
                "'epochs':12,'learningRate':0.02,'embedding':'separate','labelSmoothing':0.1",
                "'epochs':12,'learningRate':0.02,'embedding':'tied','scoring':'sampled','negatives':8",
                "'epochs':12,'learningRate':0.02,'embedding':'tied','scoring':'sampled','negatives':8,'logQ':true",
                "'epochs':40,'learningRate':0.02,'loss':'gbce','scoring':'sampled','negatives':16",
                "'epochs':25,'learningRate':0.02,'loss':'bpr','scoring':'sampled','negatives':16",
                "'epochs':12,'learningRate':0.02,'loss':'bpr-max','elu':0.5,'scoring':'sampled','negatives':16",
                "'epochs':40,'learningRate':0.02,'optimizer':'adagrad','embedding':'tied','loss':'top1','scoring':'sampled','negatives':16",
                "'epochs':12,'learningRate':0.02,'loss':'top1-max','scoring':'sampled','negatives':16",
                "'epochs':12,'learningRate':0.1,'optimizer':'adagrad','embedding':'tied'",
                "'epochs':12,'learningRate':0.1,'optimizer':'adagrad','momentum':0.3,'scoring':'sampled','negatives':9",
                "'epochs':12,'learningRate':0.02,'optimizer':'adam-w','weightDecay':0.01,'clipNorm':1",
                "'epochs':40,'learningRate':2,'optimizer':'sgd','momentum':0.5,'embedding':'tied'",
                "'epochs':14,'learningRate':0.02,'warmupEpochs':1,'decay':'cosine'",
                "'epochs':12,'learningRate':0.02,'cell':'lstm','bptt':3",
                "'epochs':12,'learningRate':0.02,'cell':'rnn','bptt':4",
                "'epochs':12,'learningRate':0.02,'cell':'gru-reset-after','layers':2,'bptt':2",
                "'epochs':16,'learningRate':0.02,'embeddingDropout':0.2,'hiddenDropout':0.2",
                "'epochs':12,'learningRate':0.02,'timeGaps':true,'positions':true,'userState':true,'bptt':2",
                "'epochs':12,'learningRate':0.02,'initialization':'normal','initScale':0.1"
            })
    void learnsWhatComesNext(String keys) {
        assertLearnsTheCycle(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'epochs':3,'embedding':'tied','scoring':'sampled','negatives':64,'loss':'bpr-max','elu':0.5,"
                        + "'embeddingDropout':0.3,'hiddenDropout':0.1,'optimizer':'adagrad','momentum':0.4",
                "'epochs':3,'cell':'lstm','layers':2,'bptt':5,'timeGaps':true,'userState':true,'optimizer':'adam-w',"
                        + "'weightDecay':0.01,'clipNorm':0.1,'warmupEpochs':1,'decay':'linear'",
                "'epochs':3,'cell':'gru-reset-after','bptt':3,'embedding':'tied','labelSmoothing':0.1",
                "'epochs':3,'cell':'rnn','scoring':'sampled','negatives':5,'logQ':true,'optimizer':'sgd','momentum':0.5"
            })
    void resumedWithOtherThreadsToTheBit(String keys) {
        assertResumes(keys);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'bptt':0; bptt must be at least 1, but was 0",
                "'hiddenDropout':1; hiddenDropout must be at least 0 and less than 1, but was 1.0",
                "'embeddingDropout':-0.1; embeddingDropout must be at least 0 and less than 1, but was -0.1",
                "'negatives':5; negatives are drawn with scoring sampled only, but scoring is all-items and negatives was 5",
                "'logQ':true; logQ corrects scoring sampled only",
                "'scoring':'sampled','negatives':-1; negatives must not be negative, but was -1",
                "'scoring':'sampled','negativesAlpha':2; negativesAlpha must be between 0 and 1, but was 2.0",
                "'scoring':'sampled','logQ':true,'loss':'bpr'; logQ corrects the sampled cross-entropy, but loss was bpr"
            })
    void aConfigSaysWhichRuleItBreaks(String keys, String message) {
        assertThatThrownBy(() -> Configs.of(keys)).hasMessageContaining(message);
    }

    @Test
    void aDrawBeyondTheCatalogueIsOneColumn() {
        TrainingRun run = trainer("'epochs':1,'scoring':'sampled','negatives':500")
                .start(cycle(), context(Parallel.sequential()));
        assertThat(run.epoch(1, NOBODY)).isFinite();
    }
}
