package org.tandemrec.model.knn;

import org.tandemrec.model.ModelContract;

class ItemKnnContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "item-knn";
    }

    @Override
    protected String config() {
        return "{'neighbours':20,'halfLifeEvents':8}";
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
