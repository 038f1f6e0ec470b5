package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SequencesTest {
    /** Sequences of the given lengths. */
    static Sequences of(int... lengths) {
        Sequences sequences = new Sequences(lengths.length);
        for (int length : lengths) {
            sequences.add(length);
        }
        return sequences;
    }

    @Test
    void oneLiesBehindTheOther() {
        Sequences sequences = new Sequences(3);
        assertThat(sequences.rows()).isZero();
        assertThat(sequences.add(4)).isZero();
        assertThat(sequences.add(1)).isEqualTo(4);
        assertThat(sequences.add(7)).isEqualTo(5);
        assertThat(sequences.count()).isEqualTo(3);
        assertThat(sequences.rows()).isEqualTo(12);
        assertThat(sequences.start(3)).isEqualTo(12);
        assertThat(sequences.length(2)).isEqualTo(7);
        sequences.clear();
        assertThat(sequences.count()).isZero();
        assertThat(sequences.add(2)).isZero();
        assertThat(sequences.rows()).isEqualTo(2);
    }

    @Test
    void sequencesWithoutRowsOrRoomFail() {
        assertThatThrownBy(() -> of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sequence must have at least one row, but has 0");
        Sequences full = of(1, 2);
        assertThatThrownBy(() -> full.add(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is room for 2 sequences only");
        assertThatThrownBy(() -> new Sequences(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxSequences must be at least 1, but was 0");
    }
}
