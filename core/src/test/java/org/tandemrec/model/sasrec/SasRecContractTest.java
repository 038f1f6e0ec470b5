package org.tandemrec.model.sasrec;

import org.tandemrec.model.ModelContract;

class SasRecContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "sasrec";
    }

    @Override
    protected String config() {
        return "{'hiddenSize':16,'maxLength':6,'epochs':15,'batchSize':8,'dropout':0.1,'learningRate':0.02}";
    }

    @Override
    protected String configForFloor() {
        return "{'hiddenSize':32,'maxLength':20,'epochs':12,'batchSize':8,'dropout':0.1,'learningRate':0.005}";
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
