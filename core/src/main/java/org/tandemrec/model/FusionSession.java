package org.tandemrec.model;

/** The session of a {@link Fusion}: its parts' sessions side by side. */
final class FusionSession implements Session {
    private final Session[] sessions;
    private final Fusion.Fuser fuser;
    private final int itemCount;
    /** The scores of each part; the first one's are in the caller's array. */
    private final float[][] scoresOf;

    FusionSession(Fusion fusion, int lanes) {
        this.sessions = fusion.parts().stream().map(part -> part.open(lanes)).toArray(Session[]::new);
        this.fuser = fusion.fuser();
        this.itemCount = fusion.itemCount();
        this.scoresOf = new float[sessions.length][0];
    }

    @Override
    public int lanes() {
        return sessions[0].lanes();
    }

    @Override
    public void reset(int lane, int user) {
        for (Session session : sessions) {
            session.reset(lane, user);
        }
    }

    @Override
    public void advance(int[] items, long[] times) {
        for (Session session : sessions) {
            session.advance(items, times);
        }
    }

    @Override
    public void score(int[] lanes, int count, float[] scores) {
        for (int part = 0; part < sessions.length; part++) {
            if (part == 0) {
                scoresOf[part] = scores;
            } else if (scoresOf[part].length < count * itemCount) {
                scoresOf[part] = new float[count * itemCount];
            }
            sessions[part].score(lanes, count, scoresOf[part]);
        }
        for (int row = 0; row < count; row++) {
            fuser.fuse(scoresOf, row * itemCount, scores);
        }
    }
}
