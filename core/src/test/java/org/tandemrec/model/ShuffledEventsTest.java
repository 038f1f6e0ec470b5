package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

class ShuffledEventsTest {
    /** Users with 2, 0, 1, 0 and 4 events, of items that tell them apart. */
    private static final Interactions DATA = new Interactions.Builder()
            .addUntimed(0, 10)
            .addUntimed(0, 11)
            .addUntimed(2, 12)
            .addUntimed(4, 13)
            .addUntimed(4, 14)
            .addUntimed(4, 15)
            .addUntimed(4, 16)
            .build(5, 20);

    private static List<String> events(ShuffledEvents events) {
        List<String> found = new ArrayList<>();
        for (int place = 0; place < events.size(); place++) {
            int event = events.at(place);
            found.add(events.user(event) + ":" + DATA.item(events.row(event)));
        }
        return found;
    }

    @Test
    void eventsAreThoseOfTheirUsers() {
        assertThat(events(new ShuffledEvents(DATA, 0)))
                .containsExactly("0:10", "0:11", "2:12", "4:13", "4:14", "4:15", "4:16");
        assertThat(events(new ShuffledEvents(DATA, 1))).containsExactly("0:11", "4:14", "4:15", "4:16");
        assertThat(events(new ShuffledEvents(DATA, 3))).containsExactly("4:16");
        assertThat(events(new ShuffledEvents(DATA, 4))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anOrderHasEveryEventOnceAndFollowsFromTheSeedAlone(int skipped) {
        ShuffledEvents events = new ShuffledEvents(DATA, skipped);
        List<String> inOrder = events(events);
        events.shuffle(new Seed(1));
        List<String> first = events(events);
        assertThat(first).containsExactlyInAnyOrderElementsOf(inOrder);
        assertThat(IntStream.range(2, 20)
                        .mapToObj(seed -> {
                            events.shuffle(new Seed(seed));
                            return events(events);
                        })
                        .distinct())
                .hasSizeGreaterThan(5);
        events.shuffle(new Seed(1));
        assertThat(events(events)).isEqualTo(first);
    }

    @Test
    void noFewerThanNoEventsAreSkipped() {
        assertThatThrownBy(() -> new ShuffledEvents(DATA, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("skipped must not be negative, but was -1");
    }
}
