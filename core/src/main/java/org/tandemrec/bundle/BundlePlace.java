package org.tandemrec.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a bundle lies, and the two folders beside it that exist only while it is replaced.
 *
 * <p>A new bundle is completed in {@code fresh}; then an old one moves from {@code target} to {@code aside}, the new one to
 * {@code target}, and {@code aside} is deleted. A crash between the two moves leaves the old one in {@code aside}, where
 * {@link #current} finds it.
 *
 * @param target the bundle's folder
 * @param fresh a bundle that is not complete yet
 * @param aside an old bundle that makes room
 */
record BundlePlace(Path target, Path fresh, Path aside) {
    static BundlePlace of(Path path) throws IOException {
        Path target =
                Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
        Path name = target.getFileName();
        if (name == null) {
            throw new BundleException("a bundle needs a folder of its own, but was to be " + path);
        }
        return new BundlePlace(
                target, target.resolveSibling("." + name + ".new"), target.resolveSibling("." + name + ".old"));
    }

    /** The folder to read: the target, or the old bundle where a crash left it aside. */
    Path current() {
        return Files.notExists(target) && Files.isDirectory(aside) ? aside : target;
    }

    /**
     * Makes sure that nothing but bundles will be deleted.
     *
     * @throws BundleException if something else is in the way
     */
    void requireReplaceable() throws IOException {
        for (Path folder : List.of(target, aside)) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                requireBundleOrEmpty(folder);
            }
        }
        if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
            requireKnownFiles(fresh);
        }
    }

    /** Replaces the target by the complete {@code fresh}. */
    void commit() throws IOException {
        if (Files.exists(target)) {
            delete(aside);
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.exists(aside)) {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        BundleFiles.forceFolder(target.resolveSibling("."));
        delete(aside);
    }

    /** Deletes what an earlier, interrupted writer left. */
    void discardFresh() throws IOException {
        delete(fresh);
    }

    private static void requireBundleOrEmpty(Path folder) throws IOException {
        List<Path> files = requireKnownFiles(folder);
        if (files.isEmpty()) {
            return;
        }
        Path manifest = folder.resolve(BundleFiles.MANIFEST);
        boolean bundle = files.contains(manifest)
                && new String(Files.readAllBytes(manifest), StandardCharsets.ISO_8859_1)
                        .contains("\"" + ManifestJson.VERSION + "\"");
        if (!bundle) {
            throw inTheWay(folder, "it is not a Tandem bundle");
        }
    }

    private static List<Path> requireKnownFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw inTheWay(folder, "it is not a folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.toList();
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                boolean known = name.equals(BundleFiles.MANIFEST) || BundleFiles.CONTENT.contains(name);
                if (!known || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw inTheWay(folder, "it holds " + name + ", which is no part of a Tandem bundle");
                }
            }
            return files;
        }
    }

    private static BundleException inTheWay(Path folder, String why) {
        return new BundleException(
                "will not replace " + folder + ": " + why + "; choose another folder or move it away yourself");
    }

    /** The manifest goes last, so that a folder half deleted is still known as a bundle. */
    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        for (String name : BundleFiles.CONTENT) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder.resolve(BundleFiles.MANIFEST));
        Files.delete(folder);
    }
}
