package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModelStateTest {
    @Test
    void givesBackWhatWasPutIn() {
        float[] floats = {1, 2, 3, 4, 5, 6};
        double[] doubles = {7};
        int[] ints = {8, 9};
        ModelState state = new ModelState()
                .put("b", floats, 2, 3)
                .put("a", doubles)
                .put("empty", new float[0], 0, 4)
                .put("c", ints);
        assertThat(state.tensors().keySet()).containsExactly("b", "a", "empty", "c");
        assertThat(state.floats("b")).isSameAs(floats);
        assertThat(state.floats("b", 2, 3)).isSameAs(floats);
        assertThat(state.doubles("a", 1)).isSameAs(doubles);
        assertThat(state.ints("c", 2)).isSameAs(ints);
        assertThat(state.floats("empty", 0, 4)).isEmpty();
        assertThat(state.contains("a")).isTrue();
        assertThat(state.contains("d")).isFalse();
    }

    @Test
    void nestsByPrefix() {
        ModelState part = new ModelState().put("w", new float[] {1}).put("deeper.w", new float[] {2});
        ModelState other = new ModelState().put("w", new float[] {3});
        ModelState whole = new ModelState()
                .putNested("part", part)
                .putNested("particle", other)
                .put("w", new float[] {4});
        assertThat(whole.tensors().keySet()).containsExactly("part.w", "part.deeper.w", "particle.w", "w");
        assertThat(whole.nested("part").tensors()).isEqualTo(part.tensors());
        assertThat(whole.nested("part").nested("deeper").floats("w")).containsExactly(2);
        assertThat(whole.nested("nothing").tensors()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        ModelState state = new ModelState().put("w", new float[6], 2, 3);
        assertThatThrownBy(() -> state.put("v", new int[6], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor v has 6 elements, but its shape is [2, 2]");
        assertThatThrownBy(() -> state.put("v", new int[6], -2, -3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor v has 6 elements, but its shape is [-2, -3]");
        assertThatThrownBy(() -> state.put("w", new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor w is there twice");
        assertThatThrownBy(() -> state.floats("w", 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor w has shape [2, 3], but [3, 2] is needed");
        assertThatThrownBy(() -> state.doubles("w"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor w (Doubles) is missing");
        assertThatThrownBy(() -> state.floats("v")).hasMessage("tensor v (Floats) is missing");
        assertThatThrownBy(() -> state.tensors().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
