package org.tandemrec.server.live;

import java.util.HashSet;
import java.util.Set;

/**
 * What one scoring gave.
 *
 * @param snapshot the number of the items that could be listed then; not they themselves, which each cached user would keep alive
 */
record Rankings(Ranking fused, Ranking longTerm, Ranking shortTerm, long snapshot) {
    private static final int DRIFT_DEPTH = 50;

    Ranking of(ListRequest.Part part) {
        return switch (part) {
            case FUSED -> fused;
            case LONG_TERM -> longTerm;
            case SHORT_TERM -> shortTerm;
        };
    }

    /** 1 less the share of items common to the first 50 of the two parts' lists; NaN where there are none. */
    double drift() {
        int depth = Math.min(DRIFT_DEPTH, Math.min(longTerm.count(), shortTerm.count()));
        Set<Integer> first = new HashSet<>();
        for (int i = 0; i < depth; i++) {
            first.add(longTerm.items()[i]);
        }
        int common = 0;
        for (int i = 0; i < depth; i++) {
            common += first.contains(shortTerm.items()[i]) ? 1 : 0;
        }
        return depth == 0 ? Double.NaN : 1 - (double) common / depth;
    }

    int bytes() {
        return fused.bytes() + longTerm.bytes() + shortTerm.bytes();
    }
}
