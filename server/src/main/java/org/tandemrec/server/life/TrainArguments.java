package org.tandemrec.server.life;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.server.store.EventStore.SqlAccess;

/** The arguments and the environment of {@code tandem train} that train a model as another one was trained, on other data. */
final class TrainArguments {
    private TrainArguments() {}

    /**
     * The arguments.
     *
     * @param like what the other model's bundle says
     * @param settings a file with its settings
     * @param data where the events are
     * @param out the folder of the new bundle
     */
    static List<String> of(Manifest like, Path settings, SqlAccess data, Path out) {
        Manifest.Training training = like.training();
        List<String> arguments = new ArrayList<>(List.of("train", "--model", like.kind()));
        arguments.addAll(List.of("--config", settings.toString()));
        arguments.addAll(List.of("--data", data.url(), "--query", data.query()));
        arguments.addAll(List.of("--seed", Long.toString(training.seed()), "--out", out.toString()));
        if (!like.data().filter().equals(Manifest.NO_SPLIT)) {
            arguments.addAll(List.of("--filter", like.data().filter()));
        }
        if (!training.heldOut().equals(Manifest.NO_SPLIT)) {
            arguments.addAll(List.of("--held-out", training.heldOut()));
        }
        training.validation().ifPresent(validation -> {
            arguments.addAll(List.of("--validate", validation.metric()));
            arguments.addAll(List.of("--validation-candidates", validation.candidates()));
            arguments.addAll(List.of("--validation-users", Integer.toString(validation.users())));
            if (validation.patience() > 0) {
                arguments.addAll(List.of("--patience", Integer.toString(validation.patience())));
            }
            if (validation.refit()) {
                arguments.add("--validation-refit");
            }
        });
        return arguments;
    }

    /** Puts the login where {@code tandem train} looks for it. */
    static void login(SqlAccess data, Map<String, String> environment) {
        if (data.user() != null) {
            environment.put("TANDEM_JDBC_USER", data.user());
        }
        if (data.password() != null) {
            environment.put("TANDEM_JDBC_PASSWORD", data.password());
        }
    }
}
