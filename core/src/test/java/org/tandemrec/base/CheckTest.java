package org.tandemrec.base;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void aTrueConditionPasses() {
        assertThatCode(() -> Check.argument(true, "never formatted: %d", "text"))
                .doesNotThrowAnyException();
    }

    @Test
    void aFalseConditionNamesTheValues() {
        assertThatThrownBy(() -> Check.argument(false, "threads must be at least %d, but was %d", 1, 0))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be at least 1, but was 0");
    }

    @Test
    void numbersReadTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThatThrownBy(() -> Check.argument(false, "%.2f of %,d", 0.5, 1000))
                    .hasMessage("0.50 of 1,000");
        } finally {
            Locale.setDefault(before);
        }
    }
}
