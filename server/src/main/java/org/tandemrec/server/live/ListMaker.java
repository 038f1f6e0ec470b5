package org.tandemrec.server.live;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.server.live.Catalogue.Listing;

/** Makes lists from a model's scores, and keeps those of users in memory. */
final class ListMaker {
    /* How much of a list is kept: what most requests ask for. */
    private static final int FUSED_DEPTH = 200;
    private static final int PART_DEPTH = 60;

    private final Users users;
    private final Catalogue catalogue;
    private final Scorings scorings;
    private final double diversity;

    ListMaker(Users users, Catalogue catalogue, Scorings scorings, double diversity) {
        this.users = users;
        this.catalogue = catalogue;
        this.scorings = scorings;
        this.diversity = diversity;
    }

    /** The first places of all lists of a user. */
    Rankings rankings(Serving serving, UserEntry user) {
        Rankings kept = user.rankings(serving.items().snapshot());
        if (kept != null) {
            return kept;
        }
        Rankings made = scorings.with(
                serving, ranker -> ranker.rankings(user.subject(), FUSED_DEPTH, PART_DEPTH, diversity(serving)));
        users.keep(user, user.with(made));
        return made;
    }

    /** The first {@code depth} places, or a few more, of all lists of someone: computed when no list waits to be. */
    Rankings firstWhenIdle(Serving serving, Subject subject, int depth) throws InterruptedException {
        Diversity diversity = diversity(serving);
        return scorings.whenIdle(serving, ranker -> ranker.rankings(subject, diversity.depth(depth), depth, diversity));
    }

    /** A page of a user's list. */
    List<Scored> page(Serving serving, UserEntry user, ListRequest request) {
        Ranking kept = rankings(serving, user).of(request.part());
        List<Scored> page = new ArrayList<>();
        int left = page(serving, kept, request, page);
        return left == 0 || kept.complete() ? page : page(serving, user.subject(), request);
    }

    /** A page of someone's list. */
    List<Scored> page(Serving serving, Subject subject, ListRequest request) {
        int depth = Math.max(FUSED_DEPTH, (int) Math.min(Integer.MAX_VALUE, (long) request.offset() + request.n()));
        Ranking list = scorings.with(serving, ranker -> {
            ItemIndex.Snapshot items = ranker.score(subject);
            Ranking ranked = ranker.rank(items, subject, request.part(), request.categories(), depth);
            return request.part() == ListRequest.Part.FUSED ? diversity(serving).apply(ranked) : ranked;
        });
        List<Scored> page = new ArrayList<>();
        page(serving, list, request, page);
        return page;
    }

    /** Adds the part of a list that is asked for; returns how much is missing. */
    private int page(Serving serving, Ranking list, ListRequest request, List<Scored> page) {
        int skip = request.offset();
        int left = request.n();
        for (int place = 0; place < list.count() && left > 0; place++) {
            String id = serving.items().id(list.items()[place]);
            if (isIn(id, request.categories())) {
                if (skip > 0) {
                    skip--;
                } else {
                    page.add(new Scored(id, list.scores()[place]));
                    left--;
                }
            }
        }
        return left;
    }

    private boolean isIn(String id, List<String> categories) {
        if (categories.isEmpty()) {
            return true;
        }
        Listing listing = catalogue.find(id);
        return listing != null && listing.isIn(categories);
    }

    private Diversity diversity(Serving serving) {
        return new Diversity(serving.served().model(), diversity);
    }
}
