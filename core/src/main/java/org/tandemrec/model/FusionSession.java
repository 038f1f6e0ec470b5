package org.tandemrec.model;

/** The session of a {@link Fusion}: both parts' sessions side by side. */
final class FusionSession implements Session {
    private final Fusion fusion;
    private final Session longTerm;
    private final Session shortTerm;
    private float[] shortScores = new float[0];

    FusionSession(Fusion fusion, int lanes) {
        this.fusion = fusion;
        this.longTerm = fusion.longTerm().open(lanes);
        this.shortTerm = fusion.shortTerm().open(lanes);
    }

    @Override
    public int lanes() {
        return longTerm.lanes();
    }

    @Override
    public void reset(int lane, int user) {
        longTerm.reset(lane, user);
        shortTerm.reset(lane, user);
    }

    @Override
    public void advance(int[] items, long[] times) {
        longTerm.advance(items, times);
        shortTerm.advance(items, times);
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        int itemCount = fusion.itemCount();
        if (shortScores.length < count * itemCount) {
            shortScores = new float[count * itemCount];
        }
        longTerm.score(lanes, count, scores);
        shortTerm.score(lanes, count, shortScores);
        for (int row = 0; row < count; row++) {
            fusion.fuse(scores, shortScores, row * itemCount, scores);
        }
    }
}
