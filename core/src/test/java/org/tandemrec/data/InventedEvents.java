package org.tandemrec.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rated events with times, the same ones for every format: what a reader makes of them must be what it makes of the CSV. */
final class InventedEvents {
    private static final List<String> NAMES =
            List.of("béla", "9007199254740993", "chen, li", "07", "a \"b\"", "日本", "😀", "x\\y");

    private InventedEvents() {}

    /** One event: ids as text, stars in halves, milliseconds since 1970. */
    record Event(String user, String item, float rating, long millis) {}

    /** Events of some users in any order, with repeats and ties. */
    static List<Event> of(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int user = random.nextInt(12);
            events.add(new Event(
                    user < NAMES.size() ? NAMES.get(user) : "user" + user,
                    "item" + random.nextInt(20),
                    random.nextInt(1, 11) / 2f,
                    978_300_000_000L + random.nextInt(500) * 1000L));
        }
        return events;
    }

    /** Writes them as a table {@code user,item,rating,time}. */
    static Path writeCsv(List<Event> events, Path file) throws IOException {
        StringBuilder text = new StringBuilder("user,item,rating,time\n");
        for (Event event : events) {
            text.append('"').append(event.user().replace("\"", "\"\"")).append("\",");
            text.append(event.item()).append(',').append(event.rating()).append(',');
            text.append(event.millis() / 1000).append('\n');
        }
        return Files.writeString(file, text);
    }

    /** All rows of a data set as {@code user item rating millis}, by user, in order. */
    static List<String> rows(Dataset data) {
        Interactions rows = data.interactions();
        List<String> texts = new ArrayList<>();
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                texts.add(data.users().id(user) + " " + data.items().id(rows.item(row)) + " " + rows.rating(row) + " "
                        + rows.timeMillis(row));
            }
        }
        return texts;
    }
}
