package org.tandemrec.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem serve}: answers over HTTP until it is stopped. */
@Command(
        name = "serve",
        sortOptions = false,
        customSynopsis = "tandem serve --bundle DIR [OPTIONS]",
        preprocessor = ServeOptions.Preprocessor.class,
        description = {
            "Serve recommendations that change with the very next event, over HTTP.",
            "Each setting is an option (--api-key-file), an environment variable (TANDEM_API_KEY_FILE) and a key of the file "
                    + "that --config names (\"apiKeyFile\"); options go over variables, these over the file."
        },
        footer = {
            "",
            "The login of a database comes from TANDEM_JDBC_USER and TANDEM_JDBC_PASSWORD.",
            "",
            "Examples:",
            "  tandem serve --bundle recommender",
            "  tandem serve --bundle recommender --import ml-1m --state state",
            "  tandem serve --bundles models --host 0.0.0.0 --api-key-file key --retrain-every 6h"
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ServeOptions server;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Serving.run(server.config(System.getenv()), common, started -> {});
        return 0;
    }
}
