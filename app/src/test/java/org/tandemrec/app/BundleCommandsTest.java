package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the data to a bundle, its figures and its recommendations, as a user would go. */
class BundleCommandsTest {
    @TempDir
    static Path folder;

    private static String data;

    /** Three items of the data. */
    private static List<String> items = List.of();

    @BeforeAll
    static void trainOneOfEachKind() throws IOException {
        data = folder.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 40 --items 120 --min-length 8 --mean-length 12")
                .succeeded();
        try (Stream<String> lines = Files.lines(Path.of(data, "ratings.dat"))) {
            items = lines.map(line -> line.split("::", -1)[1])
                    .distinct()
                    .limit(3)
                    .toList();
        }
        for (String kind : List.of("lfm", "gru4rec", "ra-lst")) {
            Outcome trained = Outcome.ofLine("train --model " + kind + " --data " + data + " --out " + bundle(kind)
                            + " --split user-tail(0.1) " + String.join(" ", Outcome.tiny(kind)))
                    .succeeded();
            assertThat(trained.out())
                    .contains("Trained " + kind + " (the training part of user-tail(0.1)): 2 epochs in ")
                    .contains("Wrote the bundle " + bundle(kind))
                    .contains("Try next: tandem evaluate --bundle " + bundle(kind) + " --data " + data);
            assertThat(trained.err()).contains(kind + " epoch 2/2: ", "  loss ");
        }
    }

    private static String bundle(String kind) {
        return folder.resolve(kind).toString();
    }

    private static String evaluate(String kind) {
        return "evaluate --bundle " + bundle(kind) + " --data " + data
                + " --candidates sampled-uniform(10),full-unseen";
    }

    private static Set<String> values(JsonNode records, String field) {
        Set<String> values = new HashSet<>();
        records.forEach(record -> values.add(record.get(field).asString()));
        return values;
    }

    @ParameterizedTest
    @CsvSource({"lfm,LFM", "gru4rec,GRU4Rec"})
    void evaluatesASingleModel(String kind, String shown) {
        Outcome outcome = Outcome.ofLine(evaluate(kind)).succeeded();
        assertThat(outcome.out())
                .contains("Ranked among 10 sampled items  (data, user-tail(0.1), successive, seed 42)")
                .contains("Ranked among all unseen items")
                .containsPattern("(?m)^  " + shown + " +0\\.\\d{4}")
                .contains("NDCG@10", "HR@10")
                .contains("note: RMSE needs a calibration on held-out data, which only a fusion has");
    }

    @Test
    void evaluatesAFusionWithItsParts() {
        Outcome outcome = Outcome.ofLine(evaluate("ra-lst") + " -k 3,10 --json").succeeded();
        JsonNode records = outcome.json();
        assertThat(values(records, "model"))
                .containsExactlyInAnyOrder("lfm", "gru4rec", "ra-lst", "ra-lst-squared", "best-constant");
        assertThat(values(records, "metric")).contains("ndcg", "hr", "rmse", "rmse-raw");
        assertThat(values(records, "split")).containsExactly("user-tail(0.1)");
        assertThat(Outcome.ofLine(evaluate("ra-lst")).succeeded().out())
                .contains("RA_LST squared", "RMSE")
                .doesNotContain("note: RMSE needs");
    }

    @Test
    void writesResultsBesideTheTable() throws IOException {
        Path out = folder.resolve("results");
        Outcome outcome = Outcome.ofLine(evaluate("lfm") + " -k 5 --out " + out).succeeded();
        assertThat(outcome.err()).contains("Wrote " + out.resolve("results.json"));
        JsonNode records = JsonMapper.shared().readTree(Files.readString(out.resolve("results.json")));
        assertThat(records)
                .isEqualTo(Outcome.ofLine(evaluate("lfm") + " -k 5 --json").json());
        assertThat(records.get(0).get("trainSeconds").doubleValue()).isPositive();
    }

    @Test
    void measuresWhatItIsAskedFor() throws IOException {
        Path file = folder.resolve("users.csv");
        String asked =
                " --targets all --metrics ndcg,recall,auc,coverage,mae,rmse-raw --ties mean --slices activity,popularity -k 3"
                        + " --candidates full,sampled-popularity(5)";
        Outcome outcome = Outcome.ofLine("evaluate --bundle " + bundle("gru4rec") + " --data " + data + asked
                        + " --json" + " --per-user " + file)
                .succeeded();
        JsonNode records = outcome.json();
        assertThat(values(records, "targets")).containsExactly("all");
        assertThat(values(records, "candidates")).containsExactlyInAnyOrder("full", "sampled-popularity(5)");
        assertThat(values(records, "metric"))
                .containsExactlyInAnyOrder("ndcg", "recall", "auc", "coverage", "rmse-raw", "rmse");
        JsonNode first = records.get(0);
        assertThat(first.get("metric").stringValue()).isEqualTo("ndcg");
        assertThat(first.has("slice")).isFalse();
        assertThat(first.get("value").doubleValue())
                .isBetween(first.get("ciLow").doubleValue(), first.get("ciHigh").doubleValue());
        Set<String> slices = new HashSet<>();
        records.forEach(record -> slices.add(record.path("slice").asString("")));
        assertThat(slices).contains("", "activity:low", "activity:high", "popularity:head", "popularity:tail");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).isEqualTo("user,candidates,model,metric,k,value");
        double sum = 0;
        int users = 0;
        for (String line : lines) {
            if (line.contains(",full,gru4rec,ndcg,3,")) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
                users++;
            }
        }
        assertThat(users).isEqualTo(first.get("n").intValue());
        assertThat(sum / users).isCloseTo(first.get("value").doubleValue(), within(1e-12));
        assertThat(lines).hasSize(1 + 2 * 3 * users);
        String shown = Outcome.ofLine("evaluate --bundle " + bundle("gru4rec") + " --data " + data + asked)
                .succeeded()
                .out();
        assertThat(shown)
                .contains(
                        "Ranked among all items",
                        "Ranked among 5 items sampled by popularity",
                        "(data, user-tail(0.1), all")
                .containsPattern("GRU4Rec +0\\.\\d{4} ±0\\.\\d{4}")
                .containsPattern("activity:low  GRU4Rec +0\\.\\d{4}")
                .contains(
                        "note: there is no figure of mae, which needs data with ratings and a model that predicts them")
                .contains("note: ± is half the width of a 95 % interval");
    }

    @Test
    void showsWhatIsOwedToOrder() throws IOException {
        Path file = folder.resolve("shuffled.csv");
        String last = evaluate("ra-lst") + " --targets last";
        String asked = last + " --shuffled-order";
        JsonNode records =
                Outcome.ofLine(asked + " --json --per-user " + file).succeeded().json();
        List<JsonNode> inOrder = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (JsonNode record : records) {
            if (!record.get("model").asString().endsWith(" (shuffled)")) {
                inOrder.add(record);
            } else {
                assertThat(record.has("trainSeconds")).isFalse();
            }
        }
        assertThat(inOrder)
                .as("the true figures, best-constant and intervals are those without the option")
                .isEqualTo(elements(Outcome.ofLine(last + " --json").json()));
        assertThat(values(records, "model"))
                .containsExactlyInAnyOrder(
                        "lfm",
                        "gru4rec",
                        "ra-lst",
                        "ra-lst-squared",
                        "best-constant",
                        "lfm (shuffled)",
                        "gru4rec (shuffled)",
                        "ra-lst (shuffled)",
                        "ra-lst-squared (shuffled)");
        for (String model : List.of("gru4rec", "gru4rec (shuffled)", "lfm", "lfm (shuffled)")) {
            errors.add(value(records, model));
        }
        assertThat(errors.get(1)).isNotEqualTo(errors.get(0));
        assertThat(errors.get(3)).as("factors of a known user read no history").isEqualTo(errors.get(2));
        assertThat(Files.readString(file)).contains(",full-unseen,gru4rec (shuffled),ndcg,10,");
        assertThat(Outcome.ofLine(asked).succeeded().out())
                .containsPattern("(?m)^  GRU4Rec +0.*\\R  GRU4Rec \\(shuffled\\) +0.*\\R  RA_LST +0")
                .contains(
                        "note: (shuffled) is the same model on the same targets with the history before them in an order "
                                + "drawn by seed 42; what it loses, it owes to order");
    }

    @Test
    void successiveTargetsHaveNoShuffledHistory() {
        Outcome outcome = Outcome.ofLine(evaluate("gru4rec") + " --shuffled-order");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError())
                .startsWith(
                        "tandem: histories can be shuffled before the last or before all targets of a user, but with "
                                + "successive targets under user-tail(0.1) ")
                .endsWith("choose targets last or all, or the split leave-last-out");
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** The squared error of a model's own estimates, which tells any two scores apart. */
    private static double value(JsonNode records, String model) {
        for (JsonNode record : records) {
            if (record.get("model").asString().equals(model)
                    && record.get("metric").asString().equals("rmse-raw")) {
                return record.get("value").doubleValue();
            }
        }
        throw new AssertionError("no rmse-raw of " + model);
    }

    @Test
    void evaluatesSomeUsersAndSaysSo() {
        Outcome some = Outcome.ofLine(evaluate("lfm") + " --users 7").succeeded();
        assertThat(some.out()).contains("note: 7 of 40 users with test targets count, drawn by seed 42");
        JsonNode records = Outcome.ofLine(evaluate("lfm") + " --users 7 --json").json();
        assertThat(records.get(0).get("metric").stringValue()).isEqualTo("ndcg");
        assertThat(records.get(0).get("n").intValue()).isEqualTo(7);
        assertThat(Outcome.ofLine(evaluate("lfm") + " --users 40").succeeded().out())
                .isEqualTo(Outcome.ofLine(evaluate("lfm")).succeeded().out())
                .doesNotContain("drawn by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave-last-out", "random(0.1)"})
    void evaluatesPredictedRatings(String split) {
        Path out = folder.resolve("explicit-" + split);
        Outcome.ofLine("train --model lfm --preset explicit --factors 4 --epochs 3 --data " + data + " --split " + split
                        + " --out " + out)
                .succeeded();
        Outcome outcome = Outcome.ofLine("evaluate --bundle " + out + " --data " + data + " --candidates full-unseen")
                .succeeded();
        assertThat(outcome.out()).contains("Ratings of the targets", "RMSE of ratings");
        assertThat(outcome.out()).doesNotContain("note: RMSE needs");
        assertThat(
                        outcome.out()
                                .contains(
                                        "note: random(0.1) draws targets without regard to time, so training has seen what is later"))
                .isEqualTo(split.equals("random(0.1)"));
    }

    @Test
    void refusesWhatItWasTrainedOn() {
        String everything = folder.resolve("everything").toString();
        Outcome trained = Outcome.of("train", "--model", "lfm", "--epochs", "1", "--data", data, "--out", everything)
                .succeeded();
        assertThat(trained.out()).doesNotContain("tandem evaluate");
        String evaluate = "evaluate --bundle " + everything + " --data " + data;
        Outcome none = Outcome.ofLine(evaluate);
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.lastError())
                .isEqualTo(
                        "tandem: the bundle " + everything
                                + " was trained on everything, so nothing is left to test it on; train with --split user-tail(0.1)");
        Outcome leak = Outcome.ofLine(evaluate + " --split user-tail(0.1)");
        assertThat(leak.status()).isEqualTo(1);
        assertThat(leak.out()).isEmpty();
        assertThat(leak.lastError())
                .startsWith("tandem: the model was trained on everything, which holds test interactions");
        Outcome other = Outcome.ofLine(evaluate("lfm") + " --split user-tail(0.4)");
        assertThat(other.lastError())
                .startsWith("tandem: the model was trained on the training part of user-tail(0.1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--candidates some|candidates are full, full-unseen, sampled-uniform(100) or sampled-popularity(100), but were \"some\"",
                "--split half|a split is user-tail(0.1), leave-last-out",
                "--split none|invalid value for option '--split': a split is user-tail(0.1), ",
                "-k 0|a cut-off must be at least 1, but was 0",
                "-k ten|is not an int",
                "--metrics ndgc|a metric is one of hr, recall,",
                "--targets first|the rule for targets is one of last, successive, all, but was \"first\"",
                "--ties some|the rank of ties is one of worst, mean, best, but was \"some\"",
                "--slices age|a slice is by one of activity, popularity, history, but was \"age\"",
                "--users 0|--users must be at least 1, but was 0",
            })
    void wrongOptionsOfEvaluateAreWrongUsage(String options, String message) {
        Outcome outcome = Outcome.ofLine("evaluate --bundle " + bundle("lfm") + " --data " + data + " " + options);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(message).contains("; see tandem evaluate --help");
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lfm", "gru4rec", "ra-lst"})
    void recommendsToAUserAndToSomeoneNew(String kind) {
        Outcome outcome = Outcome.ofLine("recommend --bundle " + bundle(kind) + " --user 1 -n 5")
                .succeeded();
        assertThat(outcome.out()).startsWith(kind + " for user 1 after ").contains("items, the last first: ");
        assertThat(outcome.out().lines().filter(line -> line.matches("\\d  .* \\d+ .*")))
                .hasSize(5);
        JsonNode someone = Outcome.ofLine("recommend --bundle " + bundle(kind) + " --history " + String.join(",", items)
                        + " -n 120 --json")
                .succeeded()
                .json();
        assertThat(values(someone.get("items"), "itemId")).isNotEmpty().doesNotContainAnyElementsOf(items);
        assertThat(someone.get("history")).hasSize(3);
        JsonNode seen = Outcome.ofLine("recommend --bundle " + bundle(kind) + " --history " + String.join(",", items)
                        + " -n 120 --json --include-seen")
                .succeeded()
                .json();
        assertThat(values(seen.get("items"), "itemId")).containsAll(items);
    }

    @Test
    void aFusionSaysWhatIsLongTermAndWhatIsShortTerm() {
        Outcome outcome = Outcome.ofLine("recommend --bundle " + bundle("ra-lst") + " --user 1 -n 3")
                .succeeded();
        assertThat(outcome.out())
                .contains("long term", "short term", "█ long ▒ short")
                .contains("how far each preference lifts the item above an average one")
                .containsPattern("[+-]\\d+\\.\\d\\d +\\d+ %");
        JsonNode parts = Outcome.ofLine("recommend --bundle " + bundle("ra-lst") + " --user 1 -n 1 --json")
                .json()
                .get("items")
                .get(0)
                .get("parts");
        assertThat(parts.get("longTerm").doubleValue() + parts.get("shortTerm").doubleValue())
                .isPositive();
        assertThat(Outcome.ofLine("recommend --bundle " + bundle("lfm") + " --user 1")
                        .out())
                .doesNotContain("long term");
    }

    @Test
    void aFusionOfThreeShowsAllItsParts() {
        Outcome trained = Outcome.ofLine("train --model ra-lst --others als --data " + data + " --out "
                        + bundle("three") + " --split user-tail(0.1) " + String.join(" ", Outcome.tiny("ra-lst")))
                .succeeded();
        assertThat(trained.out())
                .containsPattern(
                        "The fusion has weights lfm 0\\.\\d{4}, gru4rec 0\\.\\d{4}, als 0\\.\\d{4} and mapping");
        assertThat(Outcome.ofLine(evaluate("three")).succeeded().out())
                .containsPattern("(?m)^  LFM +0")
                .containsPattern("(?m)^  ALS +0")
                .containsPattern("(?m)^  GRU4Rec +0")
                .containsPattern("(?m)^  RA_LST +0")
                .containsPattern("(?m)^  RA_LST squared +0");
        Outcome outcome = Outcome.ofLine("recommend --bundle " + bundle("three") + " --user 1 -n 3")
                .succeeded();
        assertThat(outcome.out())
                .containsPattern("long term +short term +als")
                .contains("long term, short term, als: how far each part lifts the item above an average one");
        JsonNode parts = Outcome.ofLine("recommend --bundle " + bundle("three") + " --user 1 -n 1 --json")
                .json()
                .at("/items/0/parts");
        assertThat(parts.propertyNames()).containsExactly("longTerm", "shortTerm", "others");
        assertThat(parts.at("/others/als").isNumber()).isTrue();
        assertThat(Outcome.ofLine("train --model ra-lst --others asl --data " + data + " --out " + bundle("none"))
                        .err())
                .contains("others[0].kind: there is no model of kind \"asl\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lfm", "ra-lst"})
    void findsSimilarItems(String kind) {
        String similar = "similar --bundle " + bundle(kind) + " --item " + items.get(0) + " -n 4";
        Outcome outcome = Outcome.ofLine(similar).succeeded();
        assertThat(outcome.out()).startsWith(kind + ": most like ").contains("(" + items.get(0) + ")", "cosine");
        assertThat(outcome.out().lines()).hasSize(6);
        JsonNode document = Outcome.ofLine(similar + " --json").succeeded().json();
        assertThat(values(document.get("items"), "itemId")).hasSize(4).doesNotContain(items.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lfm", "ra-lst"})
    void findsSimilarUsers(String kind) {
        String similar = "similar --bundle " + bundle(kind) + " --user 7 -n 4";
        Outcome outcome = Outcome.ofLine(similar).succeeded();
        assertThat(outcome.out()).startsWith(kind + ": most like user 7").contains("user", "cosine");
        assertThat(outcome.out().lines()).hasSize(6);
        JsonNode document = Outcome.ofLine(similar + " --json").succeeded().json();
        assertThat(document.get("user").asString()).isEqualTo("7");
        assertThat(values(document.get("users"), "userId")).hasSize(4).doesNotContain("7");
        assertThat(document.get("users").get(0).get("cosine").doubleValue())
                .isBetween(document.get("users").get(3).get("cosine").doubleValue(), 1.0);
    }

    @Test
    void aModelWithoutVectorsOfUsersSaysSo() {
        Outcome outcome = Outcome.ofLine("similar --user 7 --bundle " + bundle("gru4rec"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).startsWith("tandem: a model of kind gru4rec has no user vectors to compare");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recommend --user nobody|no user \"nobody\" in the data of this model; for someone new give items as a history",
                "recommend --history yyy,zzz|no item \"yyy\", \"zzz\" in the data of this model",
                "similar --item zzz|no item \"zzz\" in the data of this model",
                "similar --user nobody|no user \"nobody\" in the data of this model",
            })
    void unknownIdsFail(String line, String message) {
        Outcome outcome = Outcome.ofLine(line + " --bundle " + bundle("lfm"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).startsWith("tandem: " + message);
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recommend|--user=ID | --history=ID,ID,…",
                "recommend --user 1 --history 2|mutually exclusive",
                "recommend --user 1 -n 0|-n must be at least 1, but was 0",
                "similar|--item=ID | --user=ID",
                "similar --item 1 --user 2|mutually exclusive",
            })
    void wrongUsageOfLists(String line, String message) {
        Outcome outcome = Outcome.ofLine(line + " --bundle " + bundle("lfm"));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).containsIgnoringCase(message);
    }

    @Test
    void someoneWithEverythingIsToldSo() {
        JsonNode known = Outcome.ofLine("recommend --bundle " + bundle("lfm") + " --history " + items.get(0)
                        + " -n 120 --include-seen --json")
                .json();
        String history = String.join(",", values(known.get("items"), "itemId"));
        assertThat(Outcome.ofLine("recommend --bundle " + bundle("lfm") + " --history " + history)
                        .succeeded()
                        .out())
                .contains("Nothing is left to recommend");
        assertThat(Outcome.of("recommend", "--bundle", bundle("gru4rec"), "--history", "")
                        .succeeded()
                        .out())
                .contains("gru4rec for someone new without a history");
    }

    @Test
    void whatIsNoBundleOrADamagedOneIsSaid() throws IOException {
        Outcome none = Outcome.ofLine("recommend --user 1 --bundle " + folder.resolve("nothing"));
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.lastError()).startsWith("tandem: there is no bundle at " + folder.resolve("nothing"));
        Outcome wrong = Outcome.ofLine("similar --item 1 --bundle " + data);
        assertThat(wrong.lastError()).startsWith("tandem: " + data + " is not a Tandem bundle");
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        try (var files = Files.list(folder.resolve("lfm"))) {
            for (Path file : files.toList()) {
                Files.copy(file, damaged.resolve(file.getFileName()));
            }
        }
        Files.write(damaged.resolve("model.safetensors"), new byte[7]);
        Outcome outcome = Outcome.ofLine("evaluate --bundle " + damaged + " --data " + data);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError())
                .startsWith("tandem: the bundle " + damaged + " is damaged: model.safetensors is truncated");
    }
}
