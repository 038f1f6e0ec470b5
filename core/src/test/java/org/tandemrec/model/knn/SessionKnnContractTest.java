package org.tandemrec.model.knn;

import org.tandemrec.model.ModelContract;

class SessionKnnContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "session-knn";
    }

    @Override
    protected String config() {
        return "{'neighbours':50,'sampleSize':200,'sessionEvents':10}";
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
        return 2;
    }
}
