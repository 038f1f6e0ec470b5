package org.tandemrec.model.gru4rec;

import org.tandemrec.model.ModelContract;

class RnnContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "gru4rec";
    }

    @Override
    protected String config() {
        return "{'preset':'rnn','hiddenSize':24,'epochs':20,'batchSize':8,'bptt':4,'learningRate':0.02}";
    }

    @Override
    protected String configForFloor() {
        return "{'preset':'rnn','hiddenSize':32,'epochs':8,'batchSize':8,'bptt':8,'learningRate':0.01}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.CYCLE;
    }

    @Override
    protected double timesPopularity() {
        return 5;
    }
}
