package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users | 0 | users must be 1 … 10000000, but was 0",
                "users | 10000000 | users × meanLength must be at most 500000000, but was 550000000; ask for fewer users",
                "genres | 1 | genres must be 2 … 18, but was 1",
                "genres | 19 | genres must be 2 … 18, but was 19",
                "items | 119 | items must be 120 … 100000, but was 119",
                "items | 100001 | items must be 120 … 100000, but was 100001",
                "minLength | 0 | minLength must be 1 … 150, but was 0",
                "meanLength | 19 | meanLength must be 20 … 150, but was 19",
                "meanLength | 151 | meanLength must be 20 … 150, but was 151",
                "longTermShare | 1.5 | longTermShare must be 0.0 … 1.0, but was 1.5",
                "longTermShare | NaN | longTermShare must be 0.0 … 1.0, but was NaN",
                "interestPersistence | -0.1 | interestPersistence must be 0.0 … 1.0, but was -0.1",
                "driftRate | 2 | driftRate must be 0.0 … 1.0, but was 2.0",
                "tasteFactors | 0 | tasteFactors must be 1 … 64, but was 0",
                "tasteStrength | -1 | tasteStrength must be 0.0 … 10.0, but was -1.0",
                "popularityExponent | 6 | popularityExponent must be 0.0 … 5.0, but was 6.0",
                "noise | Infinity | noise must be 0.0 … 10.0, but was Infinity",
                "days | 0 | days must be 1 … 10000, but was 0"
            })
    void aValueOutsideItsRangeIsRefused(String component, String value, String message) {
        assertThatThrownBy(() -> with(component, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theDefaultIsTheDemosSize() throws ReflectiveOperationException {
        GeneratorConfig config = GeneratorConfig.DEFAULT;
        assertThat(config.users() * config.meanLength()).isBetween(100_000, 120_000);
        assertThat(with("users", "2000")).isEqualTo(config);
    }

    /** The default with one component replaced. */
    private static GeneratorConfig with(String name, String value) throws ReflectiveOperationException {
        RecordComponent[] components = GeneratorConfig.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getAccessor().invoke(GeneratorConfig.DEFAULT);
            if (components[i].getName().equals(name)) {
                values[i] = types[i] == int.class ? (Object) Integer.valueOf(value) : (Object) Double.valueOf(value);
            }
        }
        Constructor<GeneratorConfig> constructor = GeneratorConfig.class.getDeclaredConstructor(types);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
