package org.tandemrec.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.model.ModelState;

/** Writes bundles whole: a crash leaves the old one or the new one, never half of one. */
public final class BundleWriter {
    private BundleWriter() {}

    /**
     * Writes a bundle, replacing one that is there.
     *
     * @param path the bundle's folder; missing folders above it are created
     * @return the manifest as written, with the checksums of all files
     * @throws BundleException if something that is not a bundle is in the way, or the disk is full or fails
     */
    public static Manifest write(Path path, Bundle bundle) {
        try {
            BundlePlace place = BundlePlace.of(path);
            place.requireReplaceable();
            place.discardFresh();
            try {
                Files.createDirectories(place.fresh());
                Manifest manifest = fill(place.fresh(), bundle);
                place.commit();
                return manifest;
            } catch (IOException | RuntimeException e) {
                discard(place, e);
                throw e;
            }
        } catch (IOException e) {
            throw BundleException.writing(path, "what is in its place now, the old one or the new one, is whole", e);
        }
    }

    /**
     * Makes sure that {@link #write} will replace nothing but a bundle, so that hours of training are not lost to a wrong path.
     *
     * @throws BundleException if something that is not a bundle is in the way
     */
    public static void requireReplaceable(Path path) {
        try {
            BundlePlace.of(path).requireReplaceable();
        } catch (IOException e) {
            throw BundleException.writing(path, "what was there before is unchanged", e);
        }
    }

    private static Manifest fill(Path folder, Bundle bundle) throws IOException {
        Safetensors.write(folder.resolve(BundleFiles.MODEL), bundle.model().state(), Map.of("format", "tandem"));
        ModelState history = new ModelState()
                .put("userStart", bundle.histories().starts())
                .put("item", bundle.histories().items())
                .put("itemCount", bundle.itemCounts());
        if (bundle.histories().times().length > 0) {
            history.put(
                    BundleFiles.TIMES,
                    Arrays.stream(bundle.histories().times()).asDoubleStream().toArray());
        }
        Safetensors.write(folder.resolve(BundleFiles.HISTORY), history, Map.of("format", "tandem"));
        writeTexts(folder.resolve(BundleFiles.USERS), bundle.users().ids().toArray(new String[0]));
        writeTexts(folder.resolve(BundleFiles.ITEMS), bundle.items().ids().toArray(new String[0]));
        writeTexts(folder.resolve(BundleFiles.TITLES), titles(bundle));
        Map<String, Manifest.FileSum> sums = new LinkedHashMap<>();
        for (String name : BundleFiles.CONTENT) {
            sums.put(name, BundleFiles.sum(folder.resolve(name)));
        }
        Manifest manifest = bundle.manifest().withFiles(sums);
        BundleFiles.write(folder.resolve(BundleFiles.MANIFEST), ManifestJson.encode(manifest));
        BundleFiles.forceFolder(folder);
        return manifest;
    }

    private static @Nullable String[] titles(Bundle bundle) {
        @Nullable String[] titles = new @Nullable String[bundle.items().size()];
        for (int item = 0; item < titles.length; item++) {
            titles[item] = bundle.titles().get(bundle.items().id(item));
        }
        return titles;
    }

    /** A JSON array, one text a line. */
    private static void writeTexts(Path file, @Nullable String[] texts) throws IOException {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < texts.length; i++) {
            json.append(i == 0 ? "\n" : ",\n").append(Json.MAPPER.writeValueAsString(texts[i]));
        }
        BundleFiles.write(file, json.append("\n]\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void discard(BundlePlace place, Exception cause) {
        try {
            place.discardFresh();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
