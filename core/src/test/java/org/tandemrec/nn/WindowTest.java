package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void rowsOfStepsLieOneAfterTheOther() {
        Window window = CellRun.window(3, new int[] {2, Window.NEW, 0}, new int[] {2, 0}, new int[] {1});
        assertThat(window.steps()).isEqualTo(3);
        assertThat(window.rows()).isEqualTo(6);
        assertThat(new int[] {window.start(0), window.start(1), window.start(2), window.start(3)})
                .containsExactly(0, 3, 5, 6);
        assertThat(new int[] {window.size(0), window.size(1), window.size(2)}).containsExactly(3, 2, 1);
        int[] sources = new int[6];
        int[] successors = new int[6];
        for (int row = 0; row < 6; row++) {
            sources[row] = window.source(row);
            successors[row] = window.successor(row);
        }
        assertThat(sources).containsExactly(2, Window.NEW, 0, 2, 0, 4);
        assertThat(successors).containsExactly(4, Window.NEW, 3, Window.NEW, 5, Window.NEW);
    }

    @Test
    void aClearedWindowStartsAnew() {
        Window window = CellRun.window(2, new int[] {1, 0}, new int[] {1, 0});
        window.clear();
        assertThat(window.rows()).isZero();
        window.addStep(2);
        assertThat(window.source(1)).isEqualTo(Window.NEW);
        assertThat(window.successor(1)).isEqualTo(Window.NEW);
        window.setSource(0, 0);
        assertThat(window.source(0)).isZero();
    }

    @Test
    void aSourceMayBeSetAgain() {
        Window window = CellRun.window(2, new int[] {1, 0}, new int[] {1, Window.NEW});
        window.setSource(2, 0);
        window.setSource(3, 1);
        assertThat(window.successor(0)).isEqualTo(2);
        assertThat(window.successor(1)).isEqualTo(3);
        window.setSource(2, Window.NEW);
        assertThat(window.successor(0)).isEqualTo(Window.NEW);
    }

    @Test
    void noTwoRowsContinueTheSame() {
        Window window = CellRun.window(2, new int[] {1, Window.NEW});
        assertThatThrownBy(() -> window.setSource(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 cannot continue 1 of the step before: row 0 does already");
    }

    @Test
    void branchesContinueTheSame() {
        Window window = new Window(2, 2);
        window.addStep(2);
        window.addStep(2);
        window.branch(2, 1);
        window.branch(3, 1);
        assertThat(new int[] {window.source(2), window.source(3)}).containsExactly(1, 1);
        assertThat(window.successor(0)).isEqualTo(Window.NEW);
        assertThat(new int[] {window.successor(1), window.sibling(3), window.sibling(2)})
                .containsExactly(3, 2, Window.NEW);
        assertThatThrownBy(() -> window.branch(3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a branch needs a source and a row without one, but they were 0 and row 3, which continues 1");
        assertThatThrownBy(() -> window.branch(3, 2))
                .hasMessage("a row of step 1 continues one of 0 … 1 or NEW, but the source of row 3 was 2");
    }

    @Test
    void allStepsTogetherMayHaveFewerRowsThanEachMayHave() {
        Window window = new Window(3, 3, 4);
        window.addStep(3);
        assertThatThrownBy(() -> window.addStep(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the window has room for 4 rows, of which 3 are taken and 2 are to come");
        window.addStep(1);
        assertThat(window.rows()).isEqualTo(4);
    }

    @Test
    void whatDoesNotFitFails() {
        assertThatThrownBy(() -> new Window(0, 1)).hasMessage("a window has at least 1 step, but maxSteps is 0");
        assertThatThrownBy(() -> new Window(1, 0)).hasMessage("a window has at least 1 lane, but maxLanes is 0");
        Window window = new Window(2, 3);
        assertThatThrownBy(() -> window.addStep(4)).hasMessage("a step has 0 … 3 lanes in this window, but was 4");
        assertThatThrownBy(() -> window.setSource(0, 0)).isInstanceOf(IllegalArgumentException.class);
        window.addStep(2);
        assertThatThrownBy(() -> window.setSource(0, 3))
                .hasMessage("a row of step 0 continues one of 0 … 2 or NEW, but the source of row 0 was 3");
        window.addStep(2);
        assertThatThrownBy(() -> window.setSource(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window.setSource(2, 2))
                .hasMessage("a row of step 1 continues one of 0 … 1 or NEW, but the source of row 2 was 2");
        assertThatThrownBy(() -> window.addStep(1)).hasMessage("the window has room for 2 steps and all are taken");
    }
}
