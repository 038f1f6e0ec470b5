package org.tandemrec.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * The native library of OpenBLAS, taken from the jar {@code org.bytedeco:openblas} of this machine's kind and loaded once.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class OpenBlasLibrary {
    /** What came of loading it. */
    sealed interface Outcome {}

    /** The function {@code cblas_sgemm}. */
    record Loaded(MethodHandle sgemm) implements Outcome {}

    /** Why it cannot be used, as a clause. */
    record Missing(String reason) implements Outcome {}

    /** A platform's folder in the jar and its files: first what OpenBLAS needs, if packed, then OpenBLAS itself. */
    record Platform(String name, List<String> needed, String library) {}

    private static final Outcome OUTCOME = load(System.getProperty("os.name"), System.getProperty("os.arch"));

    private OpenBlasLibrary() {}

    static Outcome outcome() {
        return OUTCOME;
    }

    static MethodHandle sgemm() {
        return switch (OUTCOME) {
            case Loaded loaded -> loaded.sgemm();
            case Missing missing -> throw new IllegalStateException("OpenBLAS cannot be used: " + missing.reason());
        };
    }

    /** The class path is asked for the library of the given operating system, named as the JVM names it. */
    static Outcome load(String system, String architecture) {
        Platform platform;
        try {
            platform = platform(system, architecture);
        } catch (NoSuchElementException e) {
            return new Missing(String.valueOf(e.getMessage()));
        }
        String folder = "/org/bytedeco/openblas/" + platform.name() + "/";
        if (OpenBlasLibrary.class.getResource(folder + platform.library()) == null) {
            return new Missing("the jar org.bytedeco:openblas with the classifier " + platform.name()
                    + " is not on the class path");
        }
        try {
            return new Loaded(extractAndLink(folder, platform));
        } catch (IOException
                | IllegalArgumentException // the system's loader refuses a file
                | IllegalCallerException // native access is denied to this module
                | UnsupportedOperationException // this JVM has no native linker
                | NoSuchElementException e) { // the library lacks a function
            return new Missing("its library does not load (" + e + ")");
        }
    }

    private static Platform platform(String system, String architecture) {
        String os = system.toLowerCase(Locale.ROOT);
        String cpu = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> throw new NoSuchElementException("Tandem knows no OpenBLAS for " + architecture);
        };
        if (os.startsWith("linux")) {
            return new Platform(
                    "linux-" + cpu,
                    List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5"),
                    "libopenblas.so.0");
        }
        if (os.startsWith("mac")) {
            return new Platform(
                    "macosx-" + cpu,
                    List.of("libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib"),
                    "libopenblas.0.dylib");
        }
        throw new NoSuchElementException("Tandem knows no OpenBLAS for " + system);
    }

    /** A loaded library needs its file no more, so the folder, private to this user, is gone when this returns. */
    private static MethodHandle extractAndLink(String resources, Platform platform) throws IOException {
        Path folder = Files.createTempDirectory("tandem-openblas");
        try {
            for (String name : platform.needed()) {
                extract(resources + name, folder.resolve(name));
            }
            extract(resources + platform.library(), folder.resolve(platform.library()));
            // The needed libraries find each other by name once loaded, not by the folder they lie in: the deepest
            // comes first.
            for (String name : platform.needed()) {
                Path file = folder.resolve(name);
                if (Files.exists(file)) {
                    SymbolLookup.libraryLookup(file, Arena.global());
                }
            }
            return link(SymbolLookup.libraryLookup(folder.resolve(platform.library()), Arena.global()));
        } finally {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void extract(String resource, Path file) throws IOException {
        try (InputStream in = OpenBlasLibrary.class.getResourceAsStream(resource)) {
            if (in != null) {
                Files.copy(in, file);
            }
        }
    }

    private static MethodHandle link(SymbolLookup library) {
        Linker linker = Linker.nativeLinker();
        MethodHandle setThreads = linker.downcallHandle(
                library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT));
        try {
            setThreads.invokeExact(1);
        } catch (Throwable e) {
            throw new AssertionError("a native call throws nothing", e);
        }
        return linker.downcallHandle(
                library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT),
                Linker.Option.critical(true));
    }
}
