package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.GeneratorProgress.Stage;

/** A Netflix-sized data set without files is the one that goes through them. */
class NetflixInMemoryTest {
    private static final NetflixConfig SMALL = new NetflixConfig(0.001);

    /** Every row over raw ids, sorted; a user's rows of a day may be ordered otherwise, since ties go by the users' numbers. */
    private static long[] rows(Dataset data) {
        Interactions part = data.interactions();
        long[] rows = new long[part.size()];
        int size = 0;
        for (int user = 0; user < part.userCount(); user++) {
            long id = Long.parseLong(data.users().id(user)) << 32;
            for (int row = part.start(user); row < part.end(user); row++) {
                long item = Long.parseLong(data.items().id(part.item(row))) << 16;
                long day = part.timeMillis(row) / 86_400_000 - NetflixConfig.FIRST_DAY.toEpochDay();
                rows[size++] = id | item | day << 4 | (long) part.rating(row);
            }
        }
        Arrays.sort(rows);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void isWhatTheFilesHold(long seed, @TempDir Path folder) throws IOException {
        NetflixGenerator.write(SMALL, new Seed(seed), folder, GeneratorProgress.NONE);
        Dataset read = Dataset.read(folder);
        Dataset made = NetflixGenerator.generate(SMALL, new Seed(seed), GeneratorProgress.NONE);
        assertThat(rows(made)).isEqualTo(rows(read));
        assertThat(made.items().ids()).isEqualTo(read.items().ids());
        assertThat(made.interactions().tieRule()).isEqualTo(read.interactions().tieRule());
        assertThat(made.format()).isEqualTo(read.format());
        assertThat(made.titles()).isEmpty();
    }

    @Test
    void rowsAreSortedLikeAllInteractions() {
        Interactions made = NetflixGenerator.generate(SMALL, new Seed(3), GeneratorProgress.NONE)
                .interactions();
        Interactions.Builder builder = new Interactions.Builder(TieRule.SEEDED_HASH);
        for (int user = made.userCount() - 1; user >= 0; user--) {
            for (int row = made.end(user) - 1; row >= made.start(user); row--) {
                builder.add(user, made.item(row), made.rating(row), made.timeMillis(row));
            }
        }
        assertThat(builder.build(made.userCount(), made.itemCount()).checksum()).isEqualTo(made.checksum());
    }

    @Test
    void progressIsThatOfInventing() {
        long[] last = new long[1];
        NetflixGenerator.generate(SMALL, new Seed(1), (stage, done, total) -> {
            assertThat(stage).isEqualTo(Stage.INVENTING);
            assertThat(total).isEqualTo(SMALL.ratings());
            assertThat(done).isGreaterThan(last[0]);
            last[0] = done;
        });
        assertThat(last[0]).isEqualTo(SMALL.ratings());
    }
}
