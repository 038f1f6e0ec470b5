package org.tandemrec.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recommended item.
 *
 * @param itemId the raw id
 * @param title the title, or the raw id where there is none
 * @param score the model's score
 * @param parts what lifts the item above others; null where the model does not fuse parts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recommendation(
        String itemId, String title, float score, @Nullable Parts parts) {
    /**
     * How far each part of a fused score lifts the item above an average candidate: the part's addend less its mean over all
     * candidates, the seen ones included. All parts sum to the score less the mean score of all candidates. Addends as such could
     * not be compared, because a scale may give all items of one part the same large constant.
     *
     * @param longTerm what the long-term model adds, in units of the score
     * @param shortTerm what the short-term model adds, in units of the score
     * @param others what each other model adds, by its name in the fusion, in their order; empty where there is none
     */
    public record Parts(
            float longTerm,
            float shortTerm,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Float> others) {
        /** Copies the map, in its order. */
        public Parts {
            others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        }

        /** The lifts by two parts. */
        public Parts(float longTerm, float shortTerm) {
            this(longTerm, shortTerm, Map.of());
        }
    }
}
