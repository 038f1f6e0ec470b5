package org.tandemrec.model.lfm;

import org.tandemrec.model.ModelContract;

class BprContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "lfm";
    }

    @Override
    protected String config() {
        return "{'preset':'bpr','factors':8,'epochs':30,'learningRate':0.15}";
    }

    @Override
    protected String configForFloor() {
        return "{'preset':'bpr','factors':8,'epochs':30,'learningRate':0.1}";
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
