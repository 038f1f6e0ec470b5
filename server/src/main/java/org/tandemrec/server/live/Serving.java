package org.tandemrec.server.live;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A model at work: its items and the arrays in which lists are computed. */
final class Serving {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.incrementAndGet();
    private final ServedModel served;
    private final ItemIndex items;
    private final NewItems newItems;
    private final ConcurrentLinkedQueue<Ranker> free = new ConcurrentLinkedQueue<>();

    Serving(ServedModel served, ItemIndex items, NewItems newItems) {
        this.served = served;
        this.items = items;
        this.newItems = newItems;
    }

    /** Tells it from all others in this process, from 1, without holding on to a model that serves no more. */
    int number() {
        return number;
    }

    ServedModel served() {
        return served;
    }

    ItemIndex items() {
        return items;
    }

    NewItems newItems() {
        return newItems;
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
