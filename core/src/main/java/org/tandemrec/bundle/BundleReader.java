package org.tandemrec.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import tools.jackson.core.JacksonException;

/** Reads bundles whole and checked: what is returned is what was written. */
public final class BundleReader {
    private BundleReader() {}

    /**
     * Reads a bundle.
     *
     * @param path the bundle's folder
     * @param catalog the kinds of models that can be loaded
     * @throws BundleException if it is missing, not a bundle, damaged, truncated, of a newer format or of an unknown kind
     */
    public static Bundle read(Path path, ModelCatalog catalog) {
        Path folder = folder(path);
        Manifest manifest = manifest(path, folder);
        requireKind(path, manifest, catalog);
        for (String name : BundleFiles.CONTENT) {
            verify(path, folder.resolve(name), name, manifest.files().get(name));
        }
        ModelState state = tensors(path, folder, BundleFiles.MODEL);
        ModelState history = tensors(path, folder, BundleFiles.HISTORY);
        try {
            Vocabulary items = Vocabulary.of(Arrays.asList(texts(path, folder, BundleFiles.ITEMS)));
            Model model = catalog.load(manifest.kind(), manifest.config(), state);
            return new Bundle(
                    model,
                    manifest,
                    Vocabulary.of(Arrays.asList(texts(path, folder, BundleFiles.USERS))),
                    items,
                    titles(items, texts(path, folder, BundleFiles.TITLES)),
                    history.ints("itemCount"),
                    new Histories(history.ints("userStart"), history.ints("item"), times(history)));
        } catch (IllegalArgumentException | ConfigException e) {
            throw BundleException.damaged(path, "its parts do not fit together: " + e.getMessage());
        }
    }

    /** The times of all events; none in a bundle of data without times, or of format 1. */
    private static long[] times(ModelState history) {
        return history.contains(BundleFiles.TIMES)
                ? Arrays.stream(history.doubles(BundleFiles.TIMES))
                        .mapToLong(millis -> (long) millis)
                        .toArray()
                : new long[0];
    }

    /** Reads only what a bundle says about itself; errors as for {@link #read}. */
    public static Manifest readManifest(Path path) {
        return manifest(path, folder(path));
    }

    private static Path folder(Path path) {
        try {
            Path folder = BundlePlace.of(path).current();
            if (Files.notExists(folder)) {
                throw new BundleException(
                        "there is no bundle at " + path + "; check the path, or train one with --out");
            }
            if (!Files.isRegularFile(folder.resolve(BundleFiles.MANIFEST))) {
                throw new BundleException(
                        path + " is not a Tandem bundle: a bundle is a folder with " + BundleFiles.MANIFEST);
            }
            return folder;
        } catch (IOException e) {
            throw BundleException.reading(path, e);
        }
    }

    private static Manifest manifest(Path path, Path folder) {
        try {
            return ManifestJson.decode(Files.readAllBytes(folder.resolve(BundleFiles.MANIFEST)));
        } catch (ManifestJson.NewerFormatException e) {
            throw new BundleException(
                    String.format(
                            "the bundle %s was written by a newer Tandem (format %d; this one reads up to %d); update Tandem",
                            path, e.version(), Manifest.FORMAT_VERSION),
                    e);
        } catch (FormatException e) {
            throw BundleException.damaged(path, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw BundleException.reading(path, e);
        }
    }

    private static void requireKind(Path path, Manifest manifest, ModelCatalog catalog) {
        if (!catalog.kinds().contains(manifest.kind())) {
            throw new BundleException(String.format(
                    "the bundle %s holds a model of kind %s, which this Tandem (its kinds are %s) does not know; "
                            + "it was written by Tandem %s",
                    path,
                    manifest.kind(),
                    String.join(", ", catalog.kinds()),
                    manifest.provenance().tandem()));
        }
    }

    private static void verify(Path path, Path file, String name, Manifest.@Nullable FileSum expected) {
        if (expected == null || !Files.isRegularFile(file)) {
            throw BundleException.damaged(path, name + " is missing");
        }
        try {
            long size = Files.size(file);
            if (size < expected.size()) {
                throw BundleException.damaged(
                        path, name + " is truncated: it has " + size + " of its " + expected.size() + " bytes");
            }
            if (!BundleFiles.sum(file).equals(expected)) {
                throw BundleException.damaged(path, "the checksum of " + name + " does not match its content");
            }
        } catch (IOException e) {
            throw BundleException.reading(file, e);
        }
    }

    private static ModelState tensors(Path path, Path folder, String name) {
        try {
            return Safetensors.read(folder.resolve(name)).state();
        } catch (FormatException e) {
            throw BundleException.damaged(path, name + ": " + e.getMessage());
        } catch (IOException e) {
            throw BundleException.reading(folder.resolve(name), e);
        }
    }

    private static String[] texts(Path path, Path folder, String name) {
        try {
            return Json.MAPPER.readValue(folder.resolve(name), String[].class);
        } catch (JacksonException e) {
            throw BundleException.damaged(path, name + " is not a list of texts (" + e.getOriginalMessage() + ")");
        }
    }

    private static Map<String, String> titles(Vocabulary items, @Nullable String[] texts) {
        Check.argument(texts.length == items.size(), "it has %d titles for %d items", texts.length, items.size());
        Map<String, String> titles = new HashMap<>();
        for (int item = 0; item < texts.length; item++) {
            String title = texts[item];
            if (title != null) {
                titles.put(items.id(item), title);
            }
        }
        return titles;
    }
}
