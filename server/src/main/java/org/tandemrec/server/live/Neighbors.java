package org.tandemrec.server.live;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.recommend.RecommendException;
import org.tandemrec.recommend.SimilarItem;
import org.tandemrec.recommend.TopItems;
import org.tandemrec.server.live.Catalogue.Listing;

/** What is alike by the vectors of a model. */
final class Neighbors {
    private final Catalogue catalogue;
    private final boolean onlyStored;

    Neighbors(Catalogue catalogue, boolean onlyStored) {
        this.catalogue = catalogue;
        this.onlyStored = onlyStored;
    }

    /** The items most like an item, as far as they may be listed; none where it has no vector. */
    List<Scored> ofItem(Serving serving, String itemId, ListRequest request) {
        List<SimilarItem> all;
        try {
            int count = serving.served().model().itemCount();
            all = serving.served().neighbors().similar(itemId, count);
        } catch (RecommendException e) {
            return List.of(); // nothing to compare
        }
        List<Scored> list = new ArrayList<>();
        int skip = request.offset();
        for (SimilarItem item : all) {
            if (list.size() == request.n()) {
                break;
            }
            if (isListed(item.itemId(), request.categories()) && skip-- <= 0) {
                list.add(new Scored(item.itemId(), item.cosine()));
            }
        }
        return list;
    }

    private boolean isListed(String itemId, List<String> categories) {
        Listing listing = catalogue.find(itemId);
        return listing == null
                ? !onlyStored && !catalogue.isDeleted(itemId) && categories.isEmpty()
                : !listing.facts().hidden() && listing.isIn(categories);
    }

    /** The users of the training data most like someone. */
    List<Scored> ofUser(Serving serving, Subject subject, int n, int offset) {
        TopItems top = serving.served().model().nearestUsers(subject.state(), (int) Math.min(Integer.MAX_VALUE, (long) n + offset));
        List<Scored> list = new ArrayList<>();
        for (int place = offset; place < top.size(); place++) {
            list.add(new Scored(serving.served().bundle().users().id(top.item(place)), top.score(place)));
        }
        return list;
    }
}
