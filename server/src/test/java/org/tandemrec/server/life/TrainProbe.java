package org.tandemrec.server.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Stands in for {@code tandem train} in a process of its own: says what it was asked for, and copies a bundle instead of training one. */
final class TrainProbe {
    private TrainProbe() {}

    /** The command that starts it, with how it is to end and the bundle to copy. */
    static List<String> command(String end, Path bundle) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                TrainProbe.class.getName(),
                end,
                bundle.toString());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> arguments = Arrays.asList(args).subList(2, args.length);
        Path out = Path.of(after(arguments, "--out"));
        System.err.println("ra-lst epoch 1/2: 1 of 2 events (50 %), 0.10 s left");
        Files.createDirectories(out.resolveSibling(out.getFileName() + ".checkpoint"));
        Files.write(Path.of(args[1] + ".arguments"), arguments);
        Files.copy(
                Path.of(after(arguments, "--config")),
                Path.of(args[1] + ".settings"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        switch (args[0]) {
            case "fail" -> {
                System.err.println("tandem: the memory is used up");
                System.exit(1);
            }
            case "hang" -> Thread.sleep(600_000);
            case "empty" -> Files.createDirectories(out);
            default -> {
                copy(Path.of(args[1]), out);
                Files.delete(out.resolveSibling(out.getFileName() + ".checkpoint"));
                System.err.println("ra-lst epoch 2/2: 2 events in 0.10 s");
            }
        }
    }

    private static String after(List<String> arguments, String option) {
        return arguments.get(arguments.indexOf(option) + 1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
