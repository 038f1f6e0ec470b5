package org.tandemrec.model.popularity;

import org.tandemrec.model.ModelContract;

class RecentPopularityContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "recent-popularity";
    }

    @Override
    protected String config() {
        return "{'halfLifeDays':365}";
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
    protected boolean timed() {
        return true;
    }

    @Override
    protected boolean readsItems() {
        return false;
    }

    @Override
    protected double timesPopularity() {
        return 0.9;
    }
}
