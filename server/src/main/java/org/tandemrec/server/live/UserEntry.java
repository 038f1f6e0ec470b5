package org.tandemrec.server.live;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.recommend.LiveState;
import org.tandemrec.server.store.StoredEvent;

/**
 * What is in memory of a user: the events, and what follows from them as far as somebody has asked for it. Immutable.
 */
final class UserEntry {
    private final String userId;
    private final UserEvents events;
    private final int serving; // the number of the model that the subject belongs to; 0 for none
    private final int counted;
    private final @Nullable Subject subject;
    private final @Nullable Rankings rankings;

    private UserEntry(
            String userId,
            UserEvents events,
            int serving,
            int counted,
            @Nullable Subject subject,
            @Nullable Rankings rankings) {
        this.userId = userId;
        this.events = events;
        this.serving = serving;
        this.counted = counted;
        this.subject = subject;
        this.rankings = rankings;
    }

    /** Someone with events of whom nothing else is known yet. */
    UserEntry(String userId, UserEvents events) {
        this(userId, events, 0, 0, null, null);
    }

    String userId() {
        return userId;
    }

    UserEvents events() {
        return events;
    }

    /** How many of the events are in the subject. */
    int counted() {
        return counted;
    }

    /** Who lists are for; there is one after {@link #at}. */
    Subject subject() {
        return Objects.requireNonNull(subject);
    }

    /** The lists of some items, if they were computed. */
    @Nullable
    Rankings rankings(ItemIndex.Snapshot items) {
        return rankings != null && rankings.snapshot() == items.number() ? rankings : null;
    }

    /** After one more event: what is known already stays where the event comes after it. */
    UserEntry with(StoredEvent event) {
        UserEvents more = events.with(event);
        return events.placeOf(event) >= counted
                ? new UserEntry(userId, more, serving, counted, subject, rankings)
                : new UserEntry(userId, more);
    }

    /** With these lists. */
    UserEntry with(Rankings lists) {
        return new UserEntry(userId, events, serving, counted, subject, lists);
    }

    /** With the subject of a model at a moment: this where it is that already. */
    UserEntry at(Serving current, LiveConfig config, long nowMillis) {
        int due = events.countUntil(nowMillis);
        if (subject != null && serving == current.number() && due == counted) {
            return this;
        }
        boolean goesOn = subject != null && serving == current.number() && due > counted;
        Subject next = subject(current, config, goesOn ? subject : null, goesOn ? counted : 0, due);
        return new UserEntry(userId, events, current.number(), due, next, null);
    }

    private Subject subject(Serving current, LiveConfig config, @Nullable Subject before, int from, int to) {
        ItemIndex index = current.items();
        LiveModel model = current.served().model();
        int[] items = new int[to - from];
        float[] ratings = new float[to - from];
        long[] times = new long[to - from];
        int learned = 0;
        for (int i = from; i < to; i++) {
            int item = index.dense(events.items()[i]);
            if (item != ItemIndex.UNKNOWN && config.learns(events.types()[i])) {
                items[learned] = item;
                ratings[learned] = rating(events.values()[i]);
                times[learned++] = events.times()[i];
            }
        }
        LiveState start = before != null
                ? before.state()
                : model.begin(current.served().bundle().users().indexOf(userId));
        LiveState state = model.advance(
                start, Arrays.copyOf(items, learned), Arrays.copyOf(ratings, learned), Arrays.copyOf(times, learned));
        return new Subject(state, seen(index, config, to, true), seen(index, config, to, false));
    }

    /** A value of 0 says nothing. */
    static float rating(double value) {
        return value == 0 || !Float.isFinite((float) value) ? Float.NaN : (float) value;
    }

    private int[] seen(ItemIndex index, LiveConfig config, int to, boolean known) {
        int[] items = new int[to];
        int count = 0;
        for (int i = 0; i < to; i++) {
            if (config.excludes(events.types()[i])) {
                int item = index.dense(events.items()[i]);
                if (known == (item != ItemIndex.UNKNOWN)) {
                    items[count++] = known ? item : events.items()[i];
                }
            }
        }
        return Arrays.stream(items, 0, count).sorted().distinct().toArray();
    }

    int bytes() {
        return 160
                + 2 * userId.length()
                + events.bytes()
                + (subject == null ? 0 : subject.bytes())
                + (rankings == null ? 0 : rankings.bytes());
    }
}
