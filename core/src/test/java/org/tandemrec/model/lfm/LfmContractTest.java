package org.tandemrec.model.lfm;

import org.tandemrec.model.ModelContract;

class LfmContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "lfm";
    }

    @Override
    protected String config() {
        return "{'factors':8,'epochs':20,'learningRate':0.15}";
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
