package org.tandemrec.model;

/** A model whose scores are a function of those of a long-term and a short-term model. */
public interface Fusion extends Model {
    /** The model of who the user is. */
    Model longTerm();

    /** The model of what the user is after right now. */
    Model shortTerm();

    /**
     * Fuses one row of scores of all items.
     *
     * @param longTerm scores of {@link #longTerm}, {@code itemCount} from {@code offset} on
     * @param shortTerm scores of {@link #shortTerm}, {@code itemCount} from {@code offset} on
     * @param fused receives {@code itemCount} scores from {@code offset} on; may be one of the inputs
     */
    void fuse(float[] longTerm, float[] shortTerm, int offset, float[] fused);

    /**
     * Splits one row of fused scores into what each part adds: {@code longPart[i] + shortPart[i]} is the fused score of item
     * {@code i}, up to rounding.
     *
     * @param longTerm scores of {@link #longTerm}, {@code itemCount} from {@code offset} on
     * @param shortTerm scores of {@link #shortTerm}, {@code itemCount} from {@code offset} on
     * @param longPart receives {@code itemCount} addends from {@code offset} on; may be {@code longTerm}
     * @param shortPart receives {@code itemCount} addends from {@code offset} on; may be {@code shortTerm}
     */
    void contributions(float[] longTerm, float[] shortTerm, int offset, float[] longPart, float[] shortPart);

    @Override
    default int userCount() {
        return Math.max(longTerm().userCount(), shortTerm().userCount());
    }

    @Override
    default int itemCount() {
        return longTerm().itemCount();
    }

    @Override
    default boolean readsTimes() {
        return longTerm().readsTimes() || shortTerm().readsTimes();
    }

    @Override
    default Session open(int lanes) {
        return new FusionSession(this, lanes);
    }
}
