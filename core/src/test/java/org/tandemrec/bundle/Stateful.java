package org.tandemrec.bundle;

import java.util.function.Supplier;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/** A model whose state comes from elsewhere, for example with an exception or a full disk. */
record Stateful(Model model, Supplier<ModelState> supplier) implements Model {
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
        return supplier.get();
    }
}
