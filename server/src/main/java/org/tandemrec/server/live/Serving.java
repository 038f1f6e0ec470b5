package org.tandemrec.server.live;

import java.util.concurrent.ConcurrentLinkedQueue;

/** A model at work: its items and the arrays in which lists are computed. */
final class Serving {
    private final ServedModel served;
    private final ItemIndex items;
    private final ConcurrentLinkedQueue<Ranker> free = new ConcurrentLinkedQueue<>();

    Serving(ServedModel served, ItemIndex items) {
        this.served = served;
        this.items = items;
    }

    ServedModel served() {
        return served;
    }

    ItemIndex items() {
        return items;
    }

    /** A ranker that nobody else uses until it is given back. */
    Ranker take() {
        Ranker ranker = free.poll();
        return ranker != null ? ranker : new Ranker(served.model(), items);
    }

    void give(Ranker ranker) {
        free.add(ranker);
    }
}
