package org.tandemrec.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** The distinct models behind a list, parts before the fusions that read them. */
final class ScoringPlan {
    private final List<Model> order = new ArrayList<>();
    private final IdentityHashMap<Model, Integer> places = new IdentityHashMap<>();

    ScoringPlan(List<Model> models) {
        models.forEach(this::add);
    }

    private void add(Model model) {
        if (places.containsKey(model)) {
            return;
        }
        if (model instanceof Fusion fusion) {
            fusion.parts().forEach(this::add);
        }
        places.put(model, order.size());
        order.add(model);
    }

    /** The number of models. */
    int size() {
        return order.size();
    }

    /** A model's place among the arrays of scores. */
    int place(Model model) {
        return Objects.requireNonNull(places.get(model));
    }

    /** A session for each model that is no fusion. */
    Session[] open(int lanes) {
        return order.stream()
                .filter(model -> !(model instanceof Fusion))
                .map(model -> model.open(lanes))
                .toArray(Session[]::new);
    }

    /** The arithmetic of each fusion. */
    Fusion.Fuser[] fusers() {
        return order.stream()
                .filter(Fusion.class::isInstance)
                .map(model -> ((Fusion) model).fuser())
                .toArray(Fusion.Fuser[]::new);
    }

    /** Scores all items by all models in the first {@code count} of the lanes. */
    void score(Session[] sessions, Fusion.Fuser[] fusers, int[] lanes, int count, float[][] scores) {
        int session = 0;
        int fuser = 0;
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i) instanceof Fusion fusion) {
                float[][] ofParts =
                        fusion.parts().stream().map(part -> scores[place(part)]).toArray(float[][]::new);
                for (int row = 0; row < count; row++) {
                    fusers[fuser].fuse(ofParts, row * fusion.itemCount(), scores[i]);
                }
                fuser++;
            } else {
                sessions[session++].score(lanes, count, scores[i]);
            }
        }
    }
}
