package org.tandemrec.server.life;

import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.model.ralst.RaLstModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a server says about the model that serves. */
final class ModelCard {
    private ModelCard() {}

    /** The card of a bundle, without what changes while it serves. */
    static ObjectNode of(Bundle bundle, String name) {
        Manifest manifest = bundle.manifest();
        Manifest.Training training = manifest.training();
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.put("Kind", manifest.kind());
        card.put("Name", name);
        card.put("Created", manifest.provenance().created().toString());
        card.put("Seed", training.seed());
        card.put("Split", training.split());
        if (bundle.model() instanceof RaLstModel fusion) {
            card.put("Theta", fusion.weights().theta());
        } else {
            card.putNull("Theta");
        }
        card.put("Items", bundle.items().size());
        card.put("Users", bundle.users().size());
        card.put("Candidates", candidates(bundle.itemCounts()));
        ArrayNode parts = card.putArray("Parts");
        manifest.config().forEach(value -> addParts(value, parts));
        card.put("TrainSeconds", training.seconds());
        card.put("Epochs", training.epochs());
        ArrayNode curve = card.putArray("Curve");
        training.validation().ifPresent(validation -> {
            card.put("Metric", validation.metric());
            validation.curve().forEach(point ->
                    curve.addObject().put("Epoch", point.epoch()).put("Value", point.metric()));
        });
        card.set("Data", data(manifest.data()));
        card.set("Provenance", provenance(manifest.provenance()));
        card.set("Settings", manifest.config().deepCopy());
        return card;
    }

    private static int candidates(int[] counts) {
        int candidates = 0;
        for (int count : counts) {
            candidates += count > 0 ? 1 : 0;
        }
        return candidates;
    }

    /** Adds a part where a setting is one, or those of a list of them. */
    private static void addParts(JsonNode value, ArrayNode parts) {
        if (value.isArray()) {
            value.forEach(element -> addParts(element, parts));
        } else if (value.has("kind") && value.has("config")) {
            ObjectNode part = parts.addObject();
            part.set("Kind", value.get("kind").deepCopy());
            part.set("Config", value.get("config").deepCopy());
        }
    }

    private static ObjectNode data(Manifest.Data data) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Name", data.name())
                .put("Format", data.format())
                .put("Users", data.users())
                .put("Items", data.items())
                .put("Interactions", data.interactions())
                .put("Filter", data.filter())
                .put("Checksum", data.checksum());
    }

    private static ObjectNode provenance(Manifest.Provenance made) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Tandem", made.tandem())
                .put("Jvm", made.jvm())
                .put("Os", made.os())
                .put("Arch", made.arch())
                .put("Processors", made.processors())
                .put("Kernels", made.kernels())
                .put("Gemm", made.gemm());
    }
}
