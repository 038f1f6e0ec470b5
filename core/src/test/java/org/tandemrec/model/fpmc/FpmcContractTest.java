package org.tandemrec.model.fpmc;

import org.tandemrec.model.ModelContract;

class FpmcContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "fpmc";
    }

    @Override
    protected String config() {
        return "{'factors':16,'epochs':12,'batchSize':16,'learningRate':0.02}";
    }

    @Override
    protected String configForFloor() {
        return "{'factors':16,'epochs':10,'batchSize':64,'learningRate':0.01}";
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
