package org.tandemrec.server.live;

import org.tandemrec.bundle.Bundle;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.recommend.Recommender;
import org.tandemrec.split.Candidates;

/**
 * A model that is ready to serve.
 *
 * @param name the name of its bundle, for people
 * @param bundle what was trained
 * @param model what follows single users
 * @param neighbors what tells which items are alike
 */
public record ServedModel(String name, Bundle bundle, LiveModel model, Recommender neighbors) {
    /** The model of a bundle. */
    public static ServedModel of(String name, Bundle bundle) {
        LiveModel model = LiveModel.of(bundle.model(), Candidates.ofCounts(bundle.itemCounts()));
        return new ServedModel(name, bundle, model, Recommender.of(bundle));
    }
}
