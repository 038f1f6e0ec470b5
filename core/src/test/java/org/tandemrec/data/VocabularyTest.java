package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    @Test
    void numbersIdsInOrderOfFirstAppearance() {
        Vocabulary.Builder builder = new Vocabulary.Builder();
        for (int i = 0; i < 100; i++) {
            assertThat(builder.add("id" + i)).isEqualTo(i);
            assertThat(builder.add("id" + i / 2)).isEqualTo(i / 2);
        }
        Vocabulary vocabulary = builder.build();
        assertThat(vocabulary.size()).isEqualTo(100);
        assertThat(vocabulary.indexOf("id42")).isEqualTo(42);
        assertThat(vocabulary.id(42)).isEqualTo("id42");
        for (int i = 0; i < 100; i++) {
            assertThat(vocabulary.indexOf("id" + i)).isEqualTo(i);
        }
        assertThat(vocabulary.indexOf("id100")).isEqualTo(-1);
        assertThat(Vocabulary.of(List.of()).indexOf("id1")).isEqualTo(-1);
        assertThat(vocabulary.ids()).hasSize(100);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> vocabulary.ids().set(0, "other"));
    }

    @Test
    void refusesARepeatedId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vocabulary.of(List.of("a", "b", "a")))
                .withMessage("id \"a\" occurs twice");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTableOfBytesNumbersLikeASetOfStrings(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> seen = new LinkedHashMap<>();
        IdTable table = new IdTable();
        for (int n = 0; n < 5000; n++) {
            String id = random.nextInt(4) == 0 ? "é" + random.nextInt(50) : Long.toString(random.nextLong(2000));
            byte[] bytes = ("x" + id + "y").getBytes(StandardCharsets.UTF_8);
            int known = seen.getOrDefault(id, -1);
            assertThat(table.find(bytes, 1, bytes.length - 1)).isEqualTo(known);
            if (known < 0) {
                assertThat(table.add(bytes, 1, bytes.length - 1)).isEqualTo(seen.size());
                seen.put(id, seen.size());
            }
        }
        assertThat(table.vocabulary().ids()).containsExactlyElementsOf(seen.keySet());
    }
}
