package org.tandemrec.model.sdm;

import org.tandemrec.model.ModelContract;

class SdmContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "sdm";
    }

    @Override
    protected String config() {
        return "{'hiddenSize':16,'sessionLength':4,'longLength':4,'epochs':25,'batchSize':8,'dropout':0.1,'learningRate':0.02}";
    }

    @Override
    protected String configForFloor() {
        return "{'hiddenSize':32,'epochs':12,'batchSize':8,'dropout':0.1,'learningRate':0.005}";
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
