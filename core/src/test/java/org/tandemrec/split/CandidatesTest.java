package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tandemrec.data.Interactions;

class CandidatesTest {
    @Test
    void candidatesAreTheItemsWithACount() {
        Candidates candidates = Candidates.ofCounts(new int[] {0, 3, 0, 1, 7, 0});
        assertThat(candidates.items()).containsExactly(1, 3, 4);
        assertThat(candidates.size()).isEqualTo(3);
        assertThat(new int[] {candidates.item(0), candidates.item(1), candidates.item(2)})
                .containsExactly(1, 3, 4);
        assertThat(candidates.contains(0)).isFalse();
        assertThat(candidates.contains(3)).isTrue();
        assertThat(candidates.contains(5)).isFalse();
    }

    @Test
    void itemsSeenOnlyInTheTestPartAreNone() {
        Interactions all = RandomLog.ofTimes(0, 1000, 2000, 3000);
        Candidates candidates =
                Candidates.of(new SplitRule.UserTail(0.5).apply(all).train());
        assertThat(candidates.items()).containsExactly(0, 1);
    }

    @Test
    void theArrayIsACopy() {
        Candidates candidates = Candidates.ofCounts(new int[] {1, 1});
        candidates.items()[0] = 99;
        assertThat(candidates.items()).containsExactly(0, 1);
    }

    @Test
    void noItemMayHaveACount() {
        assertThat(Candidates.ofCounts(new int[0]).size()).isZero();
        assertThat(Candidates.ofCounts(new int[5]).items()).isEmpty();
    }
}
