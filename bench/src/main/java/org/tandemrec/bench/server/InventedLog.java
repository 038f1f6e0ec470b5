package org.tandemrec.bench.server;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tandemrec.base.Seed;
import org.tandemrec.base.Shuffle;
import org.tandemrec.server.store.Feedback;

/**
 * Events that are invented: the item of rank r is drawn in proportion to 1/r (Zipf), by every user alike. A function of the shape and the
 * seed, so that the bundle and the store hold the same events.
 */
public final class InventedLog {
    /** The type of all invented events. */
    public static final String TYPE = "click";

    /* All events lie in the hundred days from 2026-06-01 on. */
    private static final long FIRST_MILLIS = 1_780_272_000_000L;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long SPREAD_MILLIS = 50 * DAY_MILLIS;

    private final Shape shape;
    private final Seed seed;
    private final double[] cumulative;
    private final int[] itemOfRank;

    /** The log of a shape. */
    public InventedLog(Shape shape, Seed seed) {
        this.shape = shape;
        this.seed = seed.child("users");
        this.cumulative = new double[shape.items()];
        this.itemOfRank = IntStream.range(0, shape.items()).toArray();
        double sum = 0;
        for (int rank = 0; rank < cumulative.length; rank++) {
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
        Shuffle.shuffle(itemOfRank, seed.child("ranks").random());
    }

    /** The size. */
    public Shape shape() {
        return shape;
    }

    /** A user's raw id. */
    public String userId(int user) {
        return "u" + user;
    }

    /** An item's raw id. */
    public String itemId(int item) {
        return "i" + item;
    }

    /** Draws an item by its popularity. */
    public int item(SplittableRandom random) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return itemOfRank[low];
    }

    /** The items of a user's events, oldest first. */
    public int[] history(int user) {
        SplittableRandom random = seed.child(user).random();
        int[] items = new int[shape.events()];
        for (int i = 0; i < items.length; i++) {
            items[i] = item(random);
        }
        return items;
    }

    /** All events, user by user, each user's in the order of time. */
    public Iterator<Feedback> feedback() {
        return new Iterator<>() {
            private int user;
            private int event;
            private int[] items = history(0);

            @Override
            public boolean hasNext() {
                return user < shape.users();
            }

            @Override
            public Feedback next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the log has " + shape.users() + " users");
                }
                Feedback next =
                        new Feedback(TYPE, userId(user), itemId(items[event]), 1, timeMillis(user, event), "null", "");
                if (++event == items.length) {
                    event = 0;
                    user++;
                    items = hasNext() ? history(user) : items;
                }
                return next;
            }
        };
    }

    private long timeMillis(int user, int event) {
        long first = Math.floorMod(Seed.mix(user), SPREAD_MILLIS);
        return FIRST_MILLIS + first + SPREAD_MILLIS / shape.events() * event;
    }
}
