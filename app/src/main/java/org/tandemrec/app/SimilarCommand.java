package org.tandemrec.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tandemrec.app.TextTable.Column;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.recommend.Recommender;
import org.tandemrec.recommend.SimilarItem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem similar}: lists the items that resemble an item. */
@Command(
        name = "similar",
        sortOptions = false,
        description = {
            "List the items that resemble an item, by the cosine of their vectors.",
            "The vectors are the model's own, or those of the first part of a fusion that has some."
        })
final class SimilarCommand implements Callable<Integer> {
    @Mixin
    private BundleOptions bundle;

    @Option(names = "--item", required = true, paramLabel = "ID", description = "The item's id in the training data.")
    private String item = "";

    @Mixin
    private ListOptions list;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Bundle read = bundle.read();
        List<SimilarItem> found = Recommender.of(read).similar(item, list.count());
        String title = read.title(read.items().indexOf(item));
        if (common.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("model", read.manifest().kind());
            document.put("item", item);
            document.put("title", title);
            document.put("items", found);
            common.printJson(document);
            return 0;
        }
        String named = TextTable.printable(title.equals(item) ? item : title + " (" + item + ")");
        if (found.isEmpty()) {
            common.print("Nothing resembles " + named + ": the model learned no direction for it");
            return 0;
        }
        common.print(read.manifest().kind() + ": most like " + named);
        TextTable table = new TextTable(List.of(
                Column.numbers("#"),
                Column.words("title", Math.max(20, common.columns() - 36)),
                Column.words("id", 20),
                Column.numbers("cosine")));
        for (int i = 0; i < found.size(); i++) {
            SimilarItem other = found.get(i);
            table.row(List.of(
                    Integer.toString(i + 1),
                    other.title(),
                    other.itemId(),
                    String.format(Locale.ROOT, "%.4f", other.cosine())));
        }
        common.print(table.render(common.styled()));
        return 0;
    }
}
