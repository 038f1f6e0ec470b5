package org.tandemrec.server.http;

import org.tandemrec.server.life.ModelException;
import org.tandemrec.server.life.ModelLife;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model that can be swapped for one by the name {@code good} only. */
final class FixedLife implements ModelLife {
    volatile boolean ready = true;
    volatile String name = "first";

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public JsonNode card() {
        return JsonMapper.builder().build().createObjectNode().put("Kind", "none").put("Name", name);
    }

    @Override
    public void swap(String path) {
        if (!path.equals("good")) {
            throw new ModelException(path + " must be a bundle, but is missing");
        }
        name = path;
    }

    @Override
    public TrainingStatus train() {
        return new TrainingStatus("running", 0, "begins", 1_000, null);
    }

    @Override
    public TrainingStatus training() {
        return new TrainingStatus("none", Double.NaN, "", 0, null);
    }
}
