package org.tandemrec.model.popularity;

import org.tandemrec.model.ModelContract;

class PopularityContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "popularity";
    }

    @Override
    protected String config() {
        return "{}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.POPULAR;
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
    protected boolean readsItems() {
        return false;
    }

    @Override
    protected double timesPopularity() {
        return 0.999;
    }
}
