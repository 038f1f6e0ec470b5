package org.tandemrec.model.gru4rec;

import org.tandemrec.model.ModelContract;

class Gru4RecContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "gru4rec";
    }

    @Override
    protected String config() {
        return "{'hiddenSize':16,'epochs':15,'batchSize':8,'learningRate':0.02}";
    }

    @Override
    protected String configForFloor() {
        return "{'hiddenSize':32,'epochs':5,'batchSize':16,'learningRate':0.01}";
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
