package org.tandemrec.model.neumf;

import org.tandemrec.model.ModelContract;

class NeuMfContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "neumf";
    }

    @Override
    protected String config() {
        return "{'factors':8,'epochs':25,'batchSize':16,'learningRate':0.02,'initScale':0.1}";
    }

    @Override
    protected String configForFloor() {
        return "{'factors':8,'epochs':12,'batchSize':64,'learningRate':0.01,'initScale':0.1}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.CHECKERBOARD;
    }

    @Override
    protected double timesPopularity() {
        return 3;
    }
}
