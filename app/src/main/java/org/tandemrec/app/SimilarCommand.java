package org.tandemrec.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.TextTable.Column;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.recommend.Recommender;
import org.tandemrec.recommend.SimilarItem;
import org.tandemrec.recommend.SimilarUser;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem similar}: lists the items that resemble an item, or the users who resemble a user. */
@Command(
        name = "similar",
        sortOptions = false,
        description = {
            "List the items that resemble an item, or the users who resemble a user, by the cosine of their vectors.",
            "The vectors are the model's own, or those of the first part of a fusion that has some."
        },
        footer = {
            "",
            "Examples:",
            "  tandem similar --bundle recommender --item 1193",
            "  tandem similar --bundle recommender --user 42 -n 20"
        })
final class SimilarCommand implements Callable<Integer> {
    @Mixin
    private BundleOptions bundle;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Mixin
    private ListOptions list;

    @Mixin
    private CommonOptions common;

    /** An item or a user. */
    static final class Whom {
        @Option(names = "--item", paramLabel = "ID", description = "The item's id in the training data.")
        private String item = "";

        @Option(names = "--user", paramLabel = "ID", description = "The user's id in the training data.")
        private @Nullable String user;
    }

    @Override
    public Integer call() {
        Bundle read = bundle.read();
        Recommender recommender = Recommender.of(read);
        if (whom.user != null) {
            printUsers(read, whom.user, recommender.similarUsers(whom.user, list.count()));
        } else {
            printItems(read, whom.item, recommender.similar(whom.item, list.count()));
        }
        return 0;
    }

    private void printItems(Bundle read, String item, List<SimilarItem> found) {
        String title = read.title(read.items().indexOf(item));
        if (common.json()) {
            Map<String, Object> document = document(read);
            document.put("item", item);
            document.put("title", title);
            document.put("items", found);
            common.printJson(document);
            return;
        }
        TextTable table = new TextTable(List.of(
                Column.numbers("#"),
                Column.words("title", Math.max(20, common.columns() - 36)),
                Column.words("id", 20),
                Column.numbers("cosine")));
        for (int i = 0; i < found.size(); i++) {
            SimilarItem other = found.get(i);
            table.row(List.of(Integer.toString(i + 1), other.title(), other.itemId(), cosine(other.cosine())));
        }
        print(read, title.equals(item) ? item : title + " (" + item + ")", found, table);
    }

    private void printUsers(Bundle read, String user, List<SimilarUser> found) {
        if (common.json()) {
            Map<String, Object> document = document(read);
            document.put("user", user);
            document.put("users", found);
            common.printJson(document);
            return;
        }
        TextTable table =
                new TextTable(List.of(Column.numbers("#"), Column.words("user", 40), Column.numbers("cosine")));
        for (int i = 0; i < found.size(); i++) {
            SimilarUser other = found.get(i);
            table.row(List.of(Integer.toString(i + 1), other.userId(), cosine(other.cosine())));
        }
        print(read, "user " + user, found, table);
    }

    private static Map<String, Object> document(Bundle read) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", read.manifest().kind());
        return document;
    }

    private void print(Bundle read, String whom, List<?> found, TextTable table) {
        String named = TextTable.printable(whom);
        if (found.isEmpty()) {
            common.print("Nothing resembles " + named + ": the model learned no direction for it");
            return;
        }
        common.print(read.manifest().kind() + ": most like " + named);
        common.print(table.render(common.styled()));
    }

    private static String cosine(float value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
