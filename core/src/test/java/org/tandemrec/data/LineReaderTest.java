package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void cutsLikeTheJdkHoweverTheBytesArrive(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("first");
        for (int line = 0; line < 300; line++) {
            text.append(List.of("\n", "\r", "\r\n").get(random.nextInt(3)));
            text.append("x".repeat(random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(30)));
        }
        InputStream dribble = new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(5000)));
            }
        };
        List<String> lines = new ArrayList<>();
        try (FileInput input = FileInput.of(Path.of("a.txt"), dribble)) {
            LineReader reader = new LineReader(input);
            while (reader.next()) {
                lines.add(
                        new String(reader.bytes(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8));
                assertThat(reader.number()).isEqualTo(lines.size());
            }
        }
        assertThat(lines).isEqualTo(text.toString().lines().toList());
    }
}
