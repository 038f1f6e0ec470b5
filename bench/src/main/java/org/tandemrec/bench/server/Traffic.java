package org.tandemrec.bench.server;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemrec.base.Seed;
import org.tandemrec.base.Shuffle;
import org.tandemrec.bench.load.Call;
import org.tandemrec.bench.load.CallSource;
import org.tandemrec.bench.load.Reply;
import org.tandemrec.bench.load.Request;

/**
 * Lists and events of users, drawn by the seed: most requests are by one of the active users, all alike, who were drawn once; the others
 * by any user of the store, who is then hardly ever in the cache. The item of an event is drawn by its popularity.
 */
final class Traffic implements CallSource {
    /** The kind of a request for a list. */
    static final int LIST = 0;

    /** The kind of an event. */
    static final int EVENT = 1;

    /** How many kinds there are. */
    static final int KINDS = 2;

    private static final Pattern ROWS = Pattern.compile("\"RowAffected\"\\s*:\\s*(\\d+)");

    private final InventedLog log;
    private final Seed seed;
    private final CaseOptions.Load load;
    private final int[] order;
    private final LongAdder stored = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    Traffic(InventedLog log, CaseOptions.Load load, long seed) {
        this.log = log;
        this.load = load;
        this.seed = new Seed(seed).child("traffic");
        this.order = Shuffle.order(log.shape().users(), this.seed.child("order").random());
    }

    @Override
    public Call call(long number) {
        SplittableRandom random = seed.child(number).random();
        int user =
                random.nextDouble() < load.coldShare() ? random.nextInt(order.length) : order[random.nextInt(active())];
        boolean event = random.nextDouble() * load.rate() < load.events();
        return event ? event(user, log.item(random)) : list(user);
    }

    /** How many users there are. */
    int users() {
        return order.length;
    }

    /** How many users are active. */
    int active() {
        return Math.min(load.active(), order.length);
    }

    /** A list for each active user in turn. */
    Call warm(long number) {
        return list(order[(int) (number % active())]);
    }

    /** A user who is not active, another one for each number while there are any. */
    int inactive(int number) {
        return order[order.length - 1 - number];
    }

    /** Asks for a user's list. */
    Call list(int user) {
        return new Call(LIST, Request.get(target(log.userId(user))), this::checkList);
    }

    static String target(String userId) {
        return "/api/recommend/" + userId + "?n=10";
    }

    private Call event(int user, int item) {
        return new Call(EVENT, event(log.userId(user), log.itemId(item)), reply -> {
            Matcher rows = ROWS.matcher(reply.text());
            if (reply.succeeded() && rows.find()) {
                stored.add(Long.parseLong(rows.group(1)));
            }
        });
    }

    /** An event that happens now. */
    static Request event(String userId, String itemId) {
        return Request.json(
                "POST",
                "/api/feedback",
                "[{\"FeedbackType\":\"" + InventedLog.TYPE + "\",\"UserId\":\"" + userId + "\",\"ItemId\":\"" + itemId
                        + "\",\"Value\":1}]");
    }

    private void checkList(Reply reply) {
        if (reply.succeeded()
                && !new String(reply.body(), 0, Math.min(4, reply.body().length), StandardCharsets.UTF_8)
                        .startsWith("[\"i")) {
            wrong.increment();
        }
    }

    /** How many events the server said that it has stored. */
    long stored() {
        return stored.sum();
    }

    /** How many lists were none, though the server called them a success. */
    long wrong() {
        return wrong.sum();
    }
}
