package org.tandemrec.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamedValueTest {
    private enum Colour {
        DARK_RED,
        BLUE;

        @Override
        public String toString() {
            return this == DARK_RED ? "dark-red" : "blue";
        }
    }

    @Test
    void everyValueIsFoundByItsText() {
        for (Colour colour : Colour.values()) {
            assertThat(NamedValue.parse(Colour.class, " " + colour + " ", "a colour is one of"))
                    .isEqualTo(colour);
        }
    }

    @Test
    void anotherTextIsRefusedWithAllNames() {
        assertThatThrownBy(() -> NamedValue.parse(Colour.class, "BLUE", "a colour is one of"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a colour is one of dark-red, blue, but was \"BLUE\"");
    }
}
