package org.tandemrec.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A recommended item.
 *
 * @param itemId the raw id
 * @param title the title, or the raw id where there is none
 * @param score the model's score
 * @param parts what the long-term and the short-term preference add to the score; null where the model does not fuse them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recommendation(
        String itemId, String title, float score, @Nullable Parts parts) {
    /**
     * The addends of a fused score.
     *
     * @param longTerm what the long-term model adds
     * @param shortTerm what the short-term model adds
     */
    public record Parts(float longTerm, float shortTerm) {}
}
