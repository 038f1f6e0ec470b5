import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks (or writes, {@code write ROOT}) the format of every Java source under {@code ROOT}. */
public final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] args) throws IOException, FormatterException {
        boolean write = args[0].equals("write");
        Path root = Path.of(args[1]).toAbsolutePath().normalize();
        int wrong = 0;
        for (Path file : sources(root)) {
            String before = Files.readString(file);
            String after = format(before);
            if (before.equals(after)) {
                continue;
            }
            wrong++;
            if (write) {
                Files.writeString(file, after);
            }
            System.err.println((write ? "formatted " : "not formatted: ") + root.relativize(file));
        }
        if (wrong > 0 && !write) {
            System.err.println(wrong + " file(s) are not in the project's format; "
                    + "run: mvn -q -pl build validate -Dformat.mode=write");
            System.exit(1);
        }
    }

    private static String format(String source) throws FormatterException {
        String ordered = ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.PALANTIR);
        return FORMATTER.formatSource(ordered);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .sorted()
                    .toList();
        }
    }
}
