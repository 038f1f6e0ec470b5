package org.tandemrec.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.recommend.RecommendOptions;
import org.tandemrec.recommend.Recommendation;
import org.tandemrec.recommend.Recommender;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem recommend}: lists what a user will want next, and why. */
@Command(
        name = "recommend",
        sortOptions = false,
        description = {
            "List what a user will want next.",
            "Of a fusion, shows how far the long-term and the short-term preference lift each item above an average one."
        },
        footer = {
            "",
            "Examples:",
            "  tandem recommend --bundle recommender --user 42",
            "  tandem recommend --bundle recommender --history 1193,661,914 -n 20"
        })
final class RecommendCommand implements Callable<Integer> {
    private static final int LAST_SHOWN = 3;

    @Mixin
    private BundleOptions bundle;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Mixin
    private ListOptions list;

    @Option(names = "--include-seen", description = "List items of the user's history, too.")
    private boolean includeSeen;

    @Mixin
    private CommonOptions common;

    /** A user of the training data, or someone new. */
    static final class Whom {
        @Option(names = "--user", paramLabel = "ID", description = "A user of the training data.")
        private @Nullable String user;

        @Option(
                names = "--history",
                paramLabel = "ID,ID,…",
                description = "For someone never seen: the ids of the items so far, oldest first. \"\" for none.")
        private String history = "";

        /** Ids have no comma in them but may have blanks around them. */
        List<String> items() {
            return Arrays.stream(history.split(",", -1))
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList();
        }
    }

    @Override
    public Integer call() {
        Bundle read = bundle.read();
        Recommender recommender = Recommender.of(read);
        RecommendOptions options = new RecommendOptions(list.count(), includeSeen);
        String user = whom.user;
        List<Recommendation> found = user == null
                ? recommender.recommendForHistory(whom.items(), options)
                : recommender.recommend(user, options);
        if (common.json()) {
            common.printJson(document(read, found));
            return 0;
        }
        common.print(heading(read));
        if (found.isEmpty()) {
            common.print("Nothing is left to recommend: every item is in the history (--include-seen lists them)");
        } else {
            common.print(RecommendationTable.of(found, common));
        }
        return 0;
    }

    private Map<String, Object> document(Bundle read, List<Recommendation> found) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", read.manifest().kind());
        if (whom.user == null) {
            document.put("history", whom.items());
        } else {
            document.put("user", whom.user);
        }
        document.put("items", found);
        return document;
    }

    private String heading(Bundle read) {
        String user = whom.user;
        List<String> titles = new ArrayList<>();
        int[] history = user == null
                ? whom.items().stream().mapToInt(read.items()::indexOf).toArray()
                : read.histories().of(read.users().indexOf(user));
        for (int i = history.length - 1; i >= Math.max(0, history.length - LAST_SHOWN); i--) {
            titles.add(TextTable.printable(read.title(history[i])));
        }
        String who = user == null ? "someone new" : "user " + user;
        return read.manifest().kind() + " for " + who
                + (titles.isEmpty()
                        ? " without a history"
                        : " after " + history.length + (history.length == 1 ? " item" : " items") + ", the last first: "
                                + String.join("; ", titles) + (history.length > LAST_SHOWN ? "; …" : ""));
    }
}
