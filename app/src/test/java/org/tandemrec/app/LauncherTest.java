package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the launcher in a folder of its own, with stand-ins for {@code java} and {@code mvn} that say how they were called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class LauncherTest {
    private static final String FAKE_MAVEN = """
            #!/bin/sh
            case "$*" in *--version*) printf '\\033[1mApache Maven %s\\033[m\\n' "${FAKE_MAVEN_VERSION:-3.9.9}"; exit;; esac
            echo "built with $JAVA_HOME: $*" >> "$FAKE_LOG"
            echo "maven says"
            [ -z "$FAKE_MAVEN_FAILS" ] || exit 1
            sleep "${FAKE_MAVEN_SECONDS:-0}"
            mkdir -p app/target/lib core/target server/target && touch app/target/tandem-app-1.0.jar
            """;
    private static final String FAKE_JAVA = """
            #!/bin/sh
            kept=
            for argument in "$@"; do
              echo "<$argument>"
              case "$argument" in -XX:AOTCacheOutput=*) kept=${argument#*=};; esac
            done
            pwd
            [ -n "$kept" ] || exit 7
            touch "$kept"
            exit "${FAKE_REHEARSAL_STATUS:-0}"
            """;

    @TempDir
    Path temporary;

    private Path home;
    private Path tools;
    private Path jdks;
    private Path launcher;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void layOut() throws IOException {
        temporary = temporary.toRealPath();
        home = Files.createDirectories(temporary.resolve("a folder with spaces/tandem"));
        tools = Files.createDirectories(temporary.resolve("tools"));
        jdks = Files.createDirectories(temporary.resolve("jdks"));
        launcher = Files.copy(
                Path.of("..", "tandem").toRealPath(), home.resolve("tandem"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String module : List.of("core", "server", "app")) {
            Files.createDirectories(home.resolve(module + "/src/main"));
            Files.writeString(home.resolve(module + "/pom.xml"), "<project/>");
            Files.writeString(home.resolve(module + "/src/main/Source.java"), "class Source {}");
        }
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        age();
        script(tools.resolve("mvn"), FAKE_MAVEN);
        environment.put("FAKE_LOG", temporary.resolve("log").toString());
        environment.put("TANDEM_JDK_FOLDERS", jdks.toString());
        environment.put("PATH", tools + ":/usr/bin:/bin");
        environment.put("HOME", temporary.toString());
    }

    @Test
    void saysWhatToInstallWithoutAJdk() throws Exception {
        jdk("jdk-21", "21.0.4", true);
        jdk("jre-25", "25.0.3", false);
        Outcome outcome = run(temporary, launcher);
        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.err.lines())
                .singleElement()
                .asString()
                .startsWith("tandem: a JDK 25 or newer is needed, but there is none")
                .contains("install one");
    }

    @Test
    void saysWhatToInstallWithoutMaven() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        environment.put("FAKE_MAVEN_VERSION", "3.8.6");
        Outcome old = run(temporary, launcher);
        assertThat(old.status).isEqualTo(1);
        assertThat(old.err.lines()).singleElement().asString().contains("Maven 3.8.7 or newer is needed", "is 3.8.6");
        environment.put("FAKE_MAVEN_VERSION", "3.10.0");
        assertThat(run(temporary, launcher).status).isEqualTo(7);
    }

    @Test
    void prefersJavaHomeThenTheOldestThatWillDo() throws Exception {
        Path newest = jdk("jdk-27", "27-ea", true);
        Path tested = jdk("jdk-25", "25.0.3", true);
        Path old = jdk("jdk-17", "17.0.15", true);
        assertThat(run(temporary, launcher, "--java-home").out.strip()).isEqualTo(tested.toString());
        environment.put("JAVA_HOME", newest.toString());
        assertThat(run(temporary, launcher, "--java-home").out.strip()).isEqualTo(newest.toString());
        environment.put("JAVA_HOME", old.toString());
        Path path = jdk("elsewhere/jdk-26", "26.0.1", true);
        Files.createSymbolicLink(tools.resolve("java"), path.resolve("bin/java"));
        assertThat(run(temporary, launcher, "--java-home").out.strip()).isEqualTo(path.toString());
    }

    @Test
    void passesArgumentsAndTheCallersFolderThroughALink() throws Exception {
        Path jdk = jdk("jdk 25", "25.0.3", true);
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a folder with spaces/tandem/tandem"));
        environment.put("TANDEM_JAVA_OPTS", "-Xmx8g -Dstar=*");
        Path caller = Files.createDirectories(temporary.resolve("the caller's"));
        Outcome outcome = run(caller, link, "train", "--out", "my bundle");
        assertThat(outcome.status).isEqualTo(7);
        assertThat(outcome.err).contains("Building Tandem (first run only", "maven says");
        assertThat(log())
                .singleElement()
                .asString()
                .startsWith("built with " + jdk + ": ")
                .contains("-Dmaven.test.skip=true", "package");
        assertThat(outcome.out.lines())
                .contains("<--add-modules>", "<jdk.incubator.vector>", "<--enable-native-access=ALL-UNNAMED>")
                .contains("<-Xmx8g>", "<-Dstar=*>")
                .contains("<" + home + "/app/target/tandem-app-1.0.jar:" + home + "/app/target/lib/*:" + home
                        + "/drivers/*>")
                .containsSubsequence("<org.tandemrec.app.Main>", "<train>", "<--out>", "<my bundle>")
                .endsWith(caller.toString());
        environment.put("TANDEM_DRIVERS", "/opt/my drivers");
        assertThat(run(caller, link, "train").out.lines())
                .anyMatch(line -> line.endsWith("/app/target/lib/*:/opt/my drivers/*>"));
    }

    @Test
    void theHeapFollowsTheDataUpToTheMachinesMemory() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        run(temporary, launcher);
        assertThat(heap("train", "--out", "x")).isEqualTo(2048);
        Path data = Files.createDirectories(temporary.resolve("the data"));
        Files.write(data.resolve("one.txt"), new byte[7 << 20]);
        Files.write(data.resolve("two.txt"), new byte[4 << 20]);
        for (List<String> named : List.of(
                List.of("reproduce", "--data", data.toString(), "--out", "x"),
                List.of("train", "--data=" + data, "--out", "x"),
                List.of("inspect", data.toString()))) {
            assertThat(heap(named.toArray(String[]::new))).as("%s", named).isBetween(2048 + 2 * 11, 2048 + 2 * 12);
        }
        assertThat(heap("train", "--out", data.toString())).as("no data").isEqualTo(2048);
        assertThat(heap("train", "--data", data + "/missing")).isEqualTo(2048);
        script(tools.resolve("du"), "#!/bin/sh\necho \"1073741824 x\"\n");
        memory(10L << 30);
        assertThat(heap("inspect", data.toString())).as("80 % of 10 GB").isBetween(2048, 8192);
    }

    @Test
    void theHeapOfAServerFollowsItsBundle() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        run(temporary, launcher);
        assertThat(heap("serve")).isEqualTo(768);
        Path bundles = Files.createDirectories(temporary.resolve("all bundles"));
        for (int megabytes : new int[] {3, 7}) {
            Path bundle = Files.createDirectories(bundles.resolve("of " + megabytes));
            Files.write(bundle.resolve("model.safetensors"), new byte[megabytes << 20]);
        }
        String large = bundles.resolve("of 7").toString();
        assertThat(heap("serve", "--bundle", large)).isBetween(768 + 14, 768 + 16);
        assertThat(heap("serve", "--bundle=" + large, "--bundles", "x")).isBetween(768 + 14, 768 + 16);
        assertThat(heap("serve", "--bundles", bundles.toString())).isBetween(768 + 14, 768 + 16);
        assertThat(heap("serve", "--bundle", large + "/missing")).isEqualTo(768);
        assertThat(heap("recommend", "--bundle", large)).as("another command").isEqualTo(2048);
        environment.put("TANDEM_BUNDLE", bundles.resolve("of 3").toString());
        assertThat(heap("serve")).isBetween(768 + 6, 768 + 8);
        assertThat(heap("serve", "--bundle", large))
                .as("options go over variables")
                .isBetween(768 + 14, 768 + 16);
    }

    @Test
    void theLogOfAServerBeginsWithItsOwnLines() throws Exception {
        Path jdk = jdk("jdk-25", "25.0.3", true);
        String warning = "WARNING: Using incubator modules: jdk.incubator.vector";
        script(jdk.resolve("bin/java"), "#!/bin/sh\necho '" + warning + "' >&2\necho '{\"a\":1}' >&2\n");
        run(temporary, launcher); // builds
        assertThat(errors("serve")).isEqualTo("{\"a\":1}\n");
        assertThat(errors("train")).startsWith(warning);
    }

    /**
     * Runs the launcher and returns its first errors, which a filter may still pass on after the JVM's end. A pipe would not do: Java keeps
     * only what is in it when the process ends.
     */
    private String errors(String... args) throws Exception {
        Path file = temporary.resolve("errors");
        ProcessBuilder builder = builder(temporary, launcher, args).redirectError(file.toFile());
        assertThat(builder.start().waitFor(20, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        while (!Files.readString(file).endsWith("\n") && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
            Thread.sleep(10);
        }
        return Files.readString(file);
    }

    private int heap(String... args) throws Exception {
        return run(temporary, launcher, args)
                .out
                .lines()
                .filter(line -> line.startsWith("<-Xmx"))
                .findFirst()
                .map(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .orElseThrow();
    }

    @Test
    void laterStartsTakeWhatJavaKeptOfARehearsal() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        Path kept = home.resolve("app/target/tandem.aot");
        List<String> run = run(temporary, launcher, "serve").out.lines().toList();
        assertThat(run).containsSubsequence("<-XX:AOTCache=" + kept + ">", "<-Xlog:aot=off>", "<-cp>");
        List<String> rehearsal = Files.readAllLines(home.resolve("app/target/rehearsal.log"));
        assertThat(rehearsal).containsSubsequence("<-XX:AOTCacheOutput=" + kept + ">", "<org.tandemrec.app.Rehearsal>");
        assertThat(rehearsal.get(rehearsal.indexOf("<-cp>") + 1))
                .as("Java takes it for the same class path only")
                .isEqualTo(run.get(run.indexOf("<-cp>") + 1));
        assertThat(home.resolve("app/target/rehearsal")).doesNotExist();
        assertThat(run(temporary, launcher, "serve").err).as("once").doesNotContain("Rehearsing");
        Path jar = home.resolve("app/target/tandem-app-1.0.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(run(temporary, launcher, "serve").err)
                .as("of what Maven built")
                .startsWith("Rehearsing");
        assertThat(log()).hasSize(1);
    }

    @Test
    void startsWithoutARehearsalThatFailed() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        environment.put("FAKE_REHEARSAL_STATUS", "1");
        Outcome outcome = run(temporary, launcher, "train");
        assertThat(outcome.status).isEqualTo(7);
        assertThat(outcome.err).contains("longer to start", home + "/app/target/rehearsal.log");
        assertThat(outcome.out).doesNotContain("AOTCache");
        assertThat(run(temporary, launcher, "train").err).as("not tried again").isEmpty();
    }

    @Test
    void buildsAgainOnlyWhereASourceIsNewer() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        run(temporary, launcher);
        run(temporary, launcher);
        assertThat(log()).hasSize(1);
        Files.setLastModifiedTime(
                home.resolve("core/src/main/Source.java"),
                FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(run(temporary, launcher).err).contains("the sources have changed");
        assertThat(log()).hasSize(2);
    }

    @Test
    void saysWhenTheBuildFails() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        environment.put("FAKE_MAVEN_FAILS", "yes");
        Outcome outcome = run(temporary, launcher);
        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err).contains("maven says", "tandem: the build failed");
        assertThat(home.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void onlyOneBuildsAtATime() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        environment.put("FAKE_MAVEN_SECONDS", "0.3");
        Process first = start(temporary, launcher);
        Process second = start(temporary, launcher);
        assertThat(finish(first).status).isEqualTo(7);
        assertThat(finish(second).status).isEqualTo(7);
        assertThat(log()).hasSize(1);
    }

    @Test
    void takesOverTheLockOfAProcessThatIsGone() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(home.resolve("target/build.lock"));
        Files.writeString(home.resolve("target/build.lock/owner"), gone.pid() + "\n");
        assertThat(run(temporary, launcher).status).isEqualTo(7);
    }

    @Test
    void benchmarksNeedTheirModule() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        Outcome without = run(temporary, launcher, "bench");
        assertThat(without.status).isEqualTo(1);
        assertThat(without.err).contains("no bench module");
        Files.createDirectories(home.resolve("bench/src/main"));
        Files.createDirectories(home.resolve("bench/target"));
        Files.writeString(home.resolve("bench/pom.xml"), "<project/>");
        assertThat(run(temporary, launcher, "bench", "lfm").out.lines())
                .containsSubsequence("<-Dtandem.launcher=" + launcher + ">", "<org.tandemrec.bench.Bench>", "<lfm>")
                .doesNotContain("<bench>")
                .noneMatch(argument -> argument.startsWith("<-XX:AOTCache"));
        assertThat(log()).singleElement().asString().contains("-pl core,server,app,bench");
    }

    @Test
    void theCasesOfAHundredMillionRatingsHaveMoreHeapUpToTheMachinesMemory() throws Exception {
        jdk("jdk-25", "25.0.3", true);
        Files.createDirectories(home.resolve("bench/src/main"));
        Files.createDirectories(home.resolve("bench/target"));
        Files.writeString(home.resolve("bench/pom.xml"), "<project/>");
        memory(20L << 30);
        for (List<String> named : List.of(List.of("--case", "als-netflix"), List.of("--case=explicit-netflix"))) {
            assertThat(heap(benchmark(named))).as("%s", named).isBetween(2049, 6144);
        }
        for (List<String> other : List.of(
                List.of("--case", "explicit-ml1m", "--train", "my-netflix.txt"),
                List.of("--train", "x-netflix", "--case=implicit-ml1m"))) {
            assertThat(heap(benchmark(other))).as("%s", other).isEqualTo(2048);
        }
        assertThat(heap("train", "--case", "als-netflix")).as("no benchmark").isEqualTo(2048);
        memory(5L << 30);
        assertThat(heap(benchmark(List.of("--case", "als-netflix"))))
                .as("80 % of 5 GB")
                .isBetween(2048, 4096);
        environment.put("TANDEM_JAVA_OPTS", "-Xmx7g");
        assertThat(run(temporary, launcher, benchmark(List.of("--case", "als-netflix")))
                        .out
                        .lines()
                        .filter(line -> line.startsWith("<-Xmx")))
                .as("the caller has the last word")
                .hasSize(2)
                .endsWith("<-Xmx7g>");
    }

    private static String[] benchmark(List<String> options) {
        return Stream.concat(Stream.of("bench", "lfm"), options.stream()).toArray(String[]::new);
    }

    /** Makes the machine appear to have so much memory. */
    private void memory(long bytes) throws IOException {
        script(tools.resolve("awk"), """
                #!/bin/sh
                case "$*" in *MemTotal*) printf %d;; *) exec /usr/bin/awk "$@";; esac
                """.formatted(bytes));
    }

    private record Outcome(int status, String out, String err) {}

    private Outcome run(Path folder, Path script, String... args) throws Exception {
        return finish(start(folder, script, args));
    }

    private Process start(Path folder, Path script, String... args) throws IOException {
        return builder(folder, script, args).start();
    }

    private ProcessBuilder builder(Path folder, Path script, String... args) {
        ProcessBuilder builder = new ProcessBuilder(script.toString()).directory(folder.toFile());
        builder.command().addAll(List.of(args));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static Outcome finish(Process process) throws Exception {
        try (var out = process.inputReader();
                var err = process.errorReader()) {
            Outcome outcome = new Outcome(0, out.readAllAsString(), err.readAllAsString());
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), outcome.out, outcome.err);
        }
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(temporary.resolve("log"));
    }

    private Path jdk(String name, String version, boolean compiler) throws IOException {
        Path folder = Files.createDirectories(jdks.resolve(name));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.createDirectories(folder.resolve("bin"));
        script(folder.resolve("bin/java"), FAKE_JAVA);
        if (compiler) {
            script(folder.resolve("bin/javac"), FAKE_JAVA);
        }
        return folder;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Makes all sources older than what is built next. */
    private void age() throws IOException {
        FileTime past = FileTime.from(Instant.now().minusSeconds(60));
        List<Path> paths;
        try (var walk = Files.walk(home)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            Files.setLastModifiedTime(path, past);
        }
    }
}
