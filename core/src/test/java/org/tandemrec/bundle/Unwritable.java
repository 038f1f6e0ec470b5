package org.tandemrec.bundle;

import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/** A model whose state cannot be had. */
record Unwritable(Model model) implements Model {
    @Override
    public String kind() {
        return model.kind();
    }

    @Override
    public int userCount() {
        return model.userCount();
    }

    @Override
    public int itemCount() {
        return model.itemCount();
    }

    @Override
    public Session open(int lanes) {
        return model.open(lanes);
    }

    @Override
    public ModelState state() {
        throw new IllegalStateException("no state");
    }
}
