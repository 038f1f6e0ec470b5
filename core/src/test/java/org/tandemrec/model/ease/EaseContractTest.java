package org.tandemrec.model.ease;

import org.tandemrec.model.ModelContract;

class EaseContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "ease";
    }

    @Override
    protected String config() {
        return "{'regularization':5}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.CHECKERBOARD;
    }

    @Override
    protected boolean iterative() {
        return false;
    }

    @Override
    protected boolean seeded() {
        return false;
    }

    @Override
    protected double timesPopularity() {
        return 3;
    }
}
