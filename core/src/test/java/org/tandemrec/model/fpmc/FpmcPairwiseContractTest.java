package org.tandemrec.model.fpmc;

import org.tandemrec.model.ModelContract;

class FpmcPairwiseContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "fpmc";
    }

    @Override
    protected String config() {
        return "{'preset':'paper','factors':16,'epochs':40,'learningRate':0.2,'regularization':0.003,'negatives':2}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.CYCLE;
    }

    @Override
    protected double timesPopularity() {
        return 4;
    }
}
