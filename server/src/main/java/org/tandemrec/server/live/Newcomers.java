package org.tandemrec.server.live;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.tandemrec.server.live.Catalogue.Listing;

/** Lists that need no model: the latest items, the popular ones, and a mixture of both for users of whom nothing is known. */
final class Newcomers {
    /* Of so many places of the mixture the last one is for the latest. */
    private static final int TURN = 4;

    private final Catalogue catalogue;

    Newcomers(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    List<Scored> latest(ListRequest request) {
        return page(catalogue.latest(depth(request), in(request)), request).stream()
                .map(listing -> new Scored(listing.id(), listing.facts().timeMillis() / 1000.0))
                .toList();
    }

    List<Scored> popular(ListRequest request) {
        return page(catalogue.popular(depth(request), in(request)), request).stream()
                .map(listing -> new Scored(listing.id(), listing.events()))
                .toList();
    }

    /** Three popular items, then one of the latest, and so on, without repeats; the score of a place is one over its number. */
    List<Scored> mixture(Set<String> seen, ListRequest request) {
        Predicate<Listing> unseen = in(request).and(listing -> !seen.contains(listing.id()));
        int depth = depth(request);
        Iterator<Listing> popular = catalogue.mostPopular(depth, unseen).iterator();
        Iterator<Listing> latest = catalogue.latest(depth, unseen).iterator();
        Set<String> taken = new HashSet<>();
        List<Scored> list = new ArrayList<>();
        while (list.size() < depth && (popular.hasNext() || latest.hasNext())) {
            boolean latestTurn = list.size() % TURN == TURN - 1;
            Iterator<Listing> from = latestTurn ? latest : popular;
            Listing next = (from.hasNext() ? from : latestTurn ? popular : latest).next();
            if (taken.add(next.id())) {
                list.add(new Scored(next.id(), 1.0 / (list.size() + 1)));
            }
        }
        return page(list, request);
    }

    List<Listing> search(String text, int n) {
        String sought = text.toLowerCase(Locale.ROOT);
        return catalogue.mostPopular(n, listing -> listing.facts().sought().contains(sought));
    }

    private static Predicate<Listing> in(ListRequest request) {
        return listing -> listing.isIn(request.categories());
    }

    private static int depth(ListRequest request) {
        return (int) Math.min(Integer.MAX_VALUE, (long) request.offset() + request.n());
    }

    private static <T> List<T> page(List<T> list, ListRequest request) {
        return list.subList(Math.min(request.offset(), list.size()), Math.min(depth(request), list.size()));
    }
}
