package org.tandemrec.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A recommended item.
 *
 * @param itemId the raw id
 * @param title the title, or the raw id where there is none
 * @param score the model's score
 * @param parts what lifts the item above others; null where the model does not fuse two parts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recommendation(
        String itemId, String title, float score, @Nullable Parts parts) {
    /**
     * How far each part of a fused score lifts the item above an average candidate: the part's addend less its mean over all
     * candidates, the seen ones included. The two sum to the score less the mean score of all candidates. Addends as such could
     * not be compared, because a scale may give all items of one part the same large constant.
     *
     * @param longTerm what the long-term model adds, in units of the score
     * @param shortTerm what the short-term model adds, in units of the score
     */
    public record Parts(float longTerm, float shortTerm) {}
}
