package org.tandemrec.model.lfm;

import org.tandemrec.model.ModelContract;

class AlsContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "als";
    }

    @Override
    protected String config() {
        return "{'factors':8,'epochs':6,'unobservedWeight':0.2,'regularization':0.02}";
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
