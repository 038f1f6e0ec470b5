package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.catalog.ToySequence;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Query;
import tools.jackson.databind.node.ObjectNode;

class BundleTest {
    private static final List<String> FILES = List.of(
            "manifest.json", "model.safetensors", "history.safetensors", "users.json", "items.json", "titles.json");

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("my bundle");
    }

    private static Bundle read(Path path) {
        return BundleReader.read(path, ToyFusion.CATALOG);
    }

    static float[] scores(Bundle bundle, Query query) {
        float[] scores = new float[bundle.items().size()];
        bundle.model().score(query, scores);
        return scores;
    }

    private static void assertSame(Bundle actual, Bundle expected) {
        assertThat(actual.users().ids()).isEqualTo(expected.users().ids());
        assertThat(actual.items().ids()).isEqualTo(expected.items().ids());
        assertThat(actual.titles()).isEqualTo(expected.titles());
        assertThat(actual.itemCounts()).isEqualTo(expected.itemCounts());
        assertThat(actual.histories().starts()).isEqualTo(expected.histories().starts());
        assertThat(actual.histories().items()).isEqualTo(expected.histories().items());
        assertThat(actual.histories().times()).isEqualTo(expected.histories().times());
        for (int user = 0; user < expected.users().size(); user++) {
            Query query = new Query(user, expected.histories().of(user));
            assertThat(scores(actual, query)).containsExactly(scores(expected, query));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void comesBackAsItWas(int seed) {
        Bundle bundle = ToyBundle.fusion(seed);
        Manifest written = BundleWriter.write(path(), bundle);
        Bundle back = read(path());
        assertSame(back, bundle);
        assertThat(back.manifest().files()).isEqualTo(written.files()).containsOnlyKeys(FILES.subList(1, 6));
        assertThat(back.manifest().config().toString())
                .isEqualTo(bundle.manifest().config().toString());
        assertThat(back.manifest().training()).isEqualTo(bundle.manifest().training());
        assertThat(back.manifest().data()).isEqualTo(bundle.manifest().data());
        assertThat(back.manifest().provenance()).isEqualTo(bundle.manifest().provenance());
        assertThat(BundleReader.readManifest(path()).kind()).isEqualTo("toy-fusion");
        assertThat(back.titles()).doesNotContainKey("not an item of the data");
    }

    @Test
    void whatIsReadIsWrittenAgainByteForByte() throws IOException {
        BundleWriter.write(path(), ToyBundle.fusion(1));
        Path copy = folder.resolve("deep/copy");
        BundleWriter.write(copy, read(path()));
        for (String name : FILES) {
            assertThat(Files.readAllBytes(copy.resolve(name)))
                    .as(name)
                    .isEqualTo(Files.readAllBytes(path().resolve(name)));
        }
    }

    @Test
    void everyTruncatedFileFails() throws IOException {
        BundleWriter.write(path(), ToyBundle.fusion(1));
        for (String name : FILES) {
            Path file = path().resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length - 1; length += 1 + whole.length / 20) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> read(path()))
                        .as("%s of %d bytes", name, length)
                        .isInstanceOf(BundleException.class)
                        .hasMessageContaining(name)
                        .hasMessageContaining("damaged");
            }
            Files.write(file, whole);
        }
        Path model = path().resolve("model.safetensors");
        long size = Files.size(model);
        Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 100));
        assertThatThrownBy(() -> read(path()))
                .hasMessage("the bundle " + path() + " is damaged: model.safetensors is truncated: it has 100 of its "
                        + size + " bytes; train it again or restore it from a copy");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyFlippedByteFails(int which) throws IOException {
        BundleWriter.write(path(), ToyBundle.fusion(1));
        String name = FILES.get(which);
        Path file = path().resolve(name);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 1 + whole.length / (name.equals("manifest.json") ? 600 : 50)) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            assertThatThrownBy(() -> read(path()))
                    .as("%s at %d", name, at)
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aMissingFileFails() throws IOException {
        for (String name : FILES.subList(1, 6)) {
            BundleWriter.write(path(), ToyBundle.fusion(1));
            Files.delete(path().resolve(name));
            assertThatThrownBy(() -> read(path()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining(name + " is missing");
        }
    }

    @Test
    void whatIsNoBundleFails() throws IOException {
        assertThatThrownBy(() -> read(path()))
                .isInstanceOf(BundleException.class)
                .hasMessage("there is no bundle at " + path() + "; check the path, or train one with --out");
        Files.createDirectory(path());
        assertThatThrownBy(() -> read(path()))
                .isInstanceOf(BundleException.class)
                .hasMessage(path() + " is not a Tandem bundle: a bundle is a folder with manifest.json");
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> read(file)).hasMessageContaining("is not a Tandem bundle");
        Files.writeString(path().resolve("manifest.json"), "{\"name\":\"a web app\"}");
        assertThatThrownBy(() -> read(path())).hasMessageContaining("manifest.json has no formatVersion");
        Files.writeString(path().resolve("manifest.json"), "[1]");
        assertThatThrownBy(() -> read(path())).hasMessageContaining("manifest.json has no formatVersion");
    }

    @Test
    void aNewerFormatSaysSo() throws IOException {
        BundleWriter.write(path(), ToyBundle.fusion(1));
        Path manifest = path().resolve("manifest.json");
        Files.writeString(manifest, "{\"formatVersion\":4,\"anything\":[]}");
        assertThatThrownBy(() -> read(path()))
                .isInstanceOf(BundleException.class)
                .hasMessage("the bundle " + path()
                        + " was written by a newer Tandem (format 4; this one reads up to 3); update Tandem");
    }

    @Test
    void anUnknownKindSaysSo() {
        BundleWriter.write(path(), ToyBundle.fusion(1));
        ModelCatalog few = ModelCatalog.of(List.of(ToyFusion.CATALOG.kind("toy-vectors")));
        assertThatThrownBy(() -> BundleReader.read(path(), few))
                .isInstanceOf(BundleException.class)
                .hasMessage("the bundle " + path()
                        + " holds a model of kind toy-fusion, which this Tandem (its kinds are toy-vectors) "
                        + "does not know; it was written by Tandem 0.1.0");
    }

    @Test
    void aManifestMayBeFormattedAnewButNotChanged() throws IOException {
        BundleWriter.write(path(), ToyBundle.fusion(1));
        Path manifest = path().resolve("manifest.json");
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(manifest));
        Files.writeString(manifest, json.toString());
        assertThat(read(path()).manifest().training().seed()).isEqualTo(1);
        json.withObject("training").put("split", "none");
        Files.writeString(manifest, json.toString());
        assertThatThrownBy(() -> read(path()))
                .hasMessageContaining("the checksum of manifest.json does not match its content");
    }

    @Test
    void aConfigThatDoesNotFitFails() {
        Bundle good = ToyBundle.fusion(1);
        Manifest manifest = good.manifest();
        ObjectNode config = manifest.config().asObject().deepCopy();
        config.put("theta", "half");
        Manifest odd =
                Manifest.of(manifest.kind(), config, manifest.provenance(), manifest.training(), manifest.data());
        BundleWriter.write(
                path(),
                new Bundle(
                        good.model(),
                        odd,
                        good.users(),
                        good.items(),
                        good.titles(),
                        good.itemCounts(),
                        good.histories()));
        assertThatThrownBy(() -> read(path()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("its parts do not fit together: theta must be a number");
    }

    @Test
    void aModelThatKnowsUsersByTheirHistoriesAloneHasABundle() {
        Bundle counted = ToyBundle.train("toy-sequence", ToyBundle.dataset(1, 12, 14), "none", 1);
        int[] follows = ((ToySequence) counted.model()).follows();
        Bundle bundle = new Bundle(
                new ToySequence(0, 14, follows, 1),
                counted.manifest(),
                counted.users(),
                counted.items(),
                counted.titles(),
                counted.itemCounts(),
                counted.histories());
        BundleWriter.write(path(), bundle);
        assertThat(read(path()).model().userCount()).isZero();
        assertThat(read(path()).users().ids()).isEqualTo(counted.users().ids());
    }

    @Test
    void partsOfOtherSizesFail() {
        Bundle good = ToyBundle.fusion(1);
        Manifest manifest = good.manifest();
        assertThatThrownBy(() -> new Bundle(
                        good.model(),
                        manifest,
                        Vocabulary.of(List.of("one")),
                        good.items(),
                        Map.of(),
                        good.itemCounts(),
                        good.histories()))
                .hasMessage("there are ids of 1 users, but the model has 12");
        Manifest other = Manifest.of(
                "toy-sequence", manifest.config(), manifest.provenance(), manifest.training(), manifest.data());
        assertThatThrownBy(() -> new Bundle(
                        good.model(), other, good.users(), good.items(), Map.of(), good.itemCounts(), good.histories()))
                .hasMessage("the manifest is of a model of kind toy-sequence, but the model is of kind toy-fusion");
        int[] counts = good.itemCounts();
        int[] outside = good.histories().items().clone();
        outside[3] = counts.length;
        Histories histories = new Histories(good.histories().starts(), outside, new long[0]);
        assertThatThrownBy(() ->
                        new Bundle(good.model(), manifest, good.users(), good.items(), Map.of(), counts, histories))
                .hasMessage("a history has item number 14, but there are 14 items");
        assertThatThrownBy(() -> new Histories(new int[] {0, 2, 1, 3}, new int[3], new long[3]))
                .hasMessage("the history of user 1 ends before it starts");
        assertThatThrownBy(() -> new Histories(new int[] {0, 2}, new int[3], new long[3]))
                .hasMessage("the offsets of the histories do not span their 3 items");
        assertThatThrownBy(() -> new Histories(new int[] {0, 3}, new int[3], new long[2]))
                .hasMessage("the histories have no times or one for each event, but they have 2 times for 3 events");
    }

    @Test
    void aModelThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Bundle old = ToyBundle.fusion(1);
        BundleWriter.write(path(), old);
        Bundle broken = new Bundle(
                new Stateful(old.model(), () -> {
                    throw new IllegalStateException("no state");
                }),
                old.manifest(),
                old.users(),
                old.items(),
                old.titles(),
                old.itemCounts(),
                old.histories());
        assertThatThrownBy(() -> BundleWriter.write(path(), broken)).isInstanceOf(IllegalStateException.class);
        assertSame(read(path()), old);
        assertThat(BundleReplacementTest.names(folder)).containsExactly("my bundle");
    }

    @Test
    void dataWithoutTimesHasABundle() {
        Bundle good = ToyBundle.fusion(1);
        assertThat(good.histories().times()).hasSameSizeAs(good.histories().items());
        assertThat(good.histories().timesOf(3))
                .hasSameSizeAs(good.histories().of(3))
                .isSorted();
        Histories untimed =
                new Histories(good.histories().starts(), good.histories().items(), new long[0]);
        Bundle bundle = new Bundle(
                good.model(), good.manifest(), good.users(), good.items(), good.titles(), good.itemCounts(), untimed);
        BundleWriter.write(path(), bundle);
        assertSame(read(path()), bundle);
        assertThat(read(path()).histories().timesOf(3)).isEmpty();
    }

    @Test
    void readsTheFormatBeforeFilters() {
        Bundle bundle = read(Path.of("src/test/resources/bundles/format-2"));
        assertThat(bundle.manifest().formatVersion()).isEqualTo(2);
        assertThat(bundle.manifest().data().filter()).isEqualTo("none");
        assertThat(bundle.manifest().data().trainingChecksum())
                .isEqualTo(ToyBundle.fusion(1).manifest().data().trainingChecksum());
        Query query = new Query(2, bundle.histories().of(2));
        assertThat(scores(bundle, query)).containsExactly(scores(ToyBundle.fusion(1), query));
    }

    @Test
    void readsEveryReleasedFormat() throws IOException {
        Path fixture = Path.of("src/test/resources/bundles/format-1");
        Bundle bundle = read(fixture);
        assertThat(bundle.manifest().formatVersion()).isEqualTo(1);
        assertThat(bundle.manifest().data().trainingChecksum()).isEqualTo("af0d791867edf7e3");
        assertThat(bundle.items().id(3)).isEqualTo("line\nid\r");
        assertThat(bundle.title(0)).isEqualTo("Title\n\uD83C of 0");
        assertThat(bundle.histories().of(2)).containsExactly(6, 8, 4, 8, 4, 3, 11);
        assertThat(bundle.histories().timesOf(2)).isEmpty();
        assertThat(Arrays.copyOf(scores(bundle, new Query(2, bundle.histories().of(2))), 4))
                .containsExactly(0.24922045f, -9.7012366E-5f, -1.4220884E-4f, 4.5093108E-4f);
        assertThat(new String(Files.readAllBytes(fixture.resolve("users.json")), StandardCharsets.US_ASCII))
                .startsWith("[\n\"\",\n\"a b\",\n\"tab\\tid\",\n");
    }
}
