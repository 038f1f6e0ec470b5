package org.tandemrec;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The layers: a package imports only from rows above its own (smaller numbers), so siblings never import each other; rows that
 * compute draw on no clock and no unseeded randomness; arithmetic uses no streams. Every rule is also run on classes that break
 * it, in {@code org.tandemrec.layersfixture}. The test is in the module that sees all others.
 */
class LayersTest {
    private static final String ROOT = "org.tandemrec";

    private static final String FIXTURE = ROOT + ".layersfixture";

    /** The row of every package of all modules; a package that is missing here fails. Add a model's package at row 4. */
    private static final Map<String, Integer> ROWS = Map.ofEntries(
            Map.entry("base", 0),
            Map.entry("kernel", 1),
            Map.entry("data", 1),
            Map.entry("split", 2),
            Map.entry("nn", 2),
            Map.entry("model", 3),
            Map.entry("model.lfm", 4),
            Map.entry("model.gru4rec", 4),
            Map.entry("model.ralst", 4),
            Map.entry("model.popularity", 4),
            Map.entry("model.knn", 4),
            Map.entry("model.ease", 4),
            Map.entry("model.fpmc", 4),
            Map.entry("model.neumf", 4),
            Map.entry("model.sasrec", 4),
            Map.entry("model.sdm", 4),
            Map.entry("model.tdssm", 4),
            Map.entry("catalog", 5),
            Map.entry("eval", 5),
            Map.entry("bundle", 6),
            Map.entry("tune", 6),
            Map.entry("recommend", 7),
            Map.entry("server.store", 8),
            Map.entry("server.live", 9),
            Map.entry("server.life", 10),
            Map.entry("server.http", 11),
            Map.entry("server", 12),
            Map.entry("app.terminal", 13),
            Map.entry("app.compare", 13),
            Map.entry("app.tune", 13),
            Map.entry("app.report", 14),
            Map.entry("app", 15),
            Map.entry("bench.load", 16),
            Map.entry("bench.server", 17),
            Map.entry("bench", 18));

    private static final int LAST_COMPUTING_ROW = 5;

    private static final Set<String> ARITHMETIC = Set.of("kernel", "nn");

    private static final Set<String> UNREPEATABLE = Set.of(
            "java.lang.Math.random()",
            "java.lang.StrictMath.random()",
            "java.lang.System.currentTimeMillis()",
            "java.time.Instant.now()",
            "java.util.Random.<init>()",
            "java.util.SplittableRandom.<init>()",
            "java.util.UUID.randomUUID()",
            "java.util.concurrent.ThreadLocalRandom.current()");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages(ROOT);

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void classFilesOfThisJavaAreRead() {
        assertThat(ALL.get(ROOT + ".data.Generator").getDirectDependenciesFromSelf())
                .anyMatch(dependency -> dependency.getTargetClass().getName().equals(ROOT + ".base.Seed"));
    }

    @Test
    void everyPackageHasARowAndEveryRowAPackage() {
        assertThat(packages(ROOT, ALL)).containsExactlyInAnyOrderElementsOf(ROWS.keySet());
        assertThat(packages(FIXTURE, BROKEN)).contains("stray");
        assertThat(ROWS).doesNotContainKey("stray");
    }

    @Test
    void packagesImportOnlyFromRowsAboveTheirs() {
        assertThat(forbiddenImports(ROOT, ALL)).isEmpty();
    }

    @Test
    void forbiddenImportsAreCaught() {
        assertThat(forbiddenImports(FIXTURE, BROKEN))
                .containsExactly(
                        "base.ImportsRowBelow imports kernel.ImportsSibling",
                        "base.ImportsUnknownPackage imports stray.HasNoRow",
                        "kernel.ImportsSibling imports data.UsesClock",
                        "model.ImportsItsModel imports model.lfm.ImportsSiblingModel",
                        "model.lfm.ImportsSiblingModel imports model.ralst.Allowed");
    }

    @Test
    void packagesFormNoCycle() {
        assertThat(cycles(ROOT).evaluate(ALL).hasViolation()).isFalse();
        assertThat(cycles(FIXTURE).evaluate(BROKEN).hasViolation()).isTrue();
    }

    @Test
    void computingRowsUseNoClockAndNoUnseededRandomness() {
        assertThat(unrepeatableCalls(ROOT, ALL)).isEmpty();
        assertThat(unrepeatableCalls(FIXTURE, BROKEN))
                .containsExactly(
                        "data.UsesClock uses java.lang.Math.random()",
                        "data.UsesClock uses java.lang.System.currentTimeMillis()",
                        "data.UsesClock uses java.time.Instant.now()",
                        "data.UsesClock uses java.util.concurrent.ThreadLocalRandom.current()");
    }

    @Test
    void arithmeticUsesNoStreams() {
        assertThat(streams(ROOT, ALL)).isEmpty();
        assertThat(streams(FIXTURE, BROKEN)).containsExactly("kernel.UsesStreams");
    }

    private static Set<String> packages(String root, JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            found.add(packageOf(root, type));
        }
        return found;
    }

    private static Set<String> forbiddenImports(String root, JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = packageOf(root, type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!target.getName().startsWith(root + ".") || from.equals(packageOf(root, target))) {
                    continue;
                }
                Integer targetRow = ROWS.get(packageOf(root, target));
                if (targetRow == null || targetRow >= ROWS.getOrDefault(from, 0)) {
                    found.add(relative(root, type.getName()) + " imports " + relative(root, target.getName()));
                }
            }
        }
        return found;
    }

    private static ArchRule cycles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    private static Set<String> unrepeatableCalls(String root, JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            if (ROWS.getOrDefault(packageOf(root, type), 0) > LAST_COMPUTING_ROW) {
                continue;
            }
            for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                if (UNREPEATABLE.contains(access.getTarget().getFullName())) {
                    found.add(relative(root, type.getName()) + " uses "
                            + access.getTarget().getFullName());
                }
            }
        }
        return found;
    }

    private static Set<String> streams(String root, JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            boolean streams = type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith("java.util.stream"));
            if (streams && ARITHMETIC.contains(packageOf(root, type))) {
                found.add(relative(root, type.getName()));
            }
        }
        return found;
    }

    /** The package below {@code root}, for example {@code model.lfm}; the whole name for a class in {@code root} itself. */
    private static String packageOf(String root, JavaClass type) {
        return relative(root, type.getPackageName());
    }

    private static String relative(String root, String name) {
        return name.startsWith(root + ".") ? name.substring(root.length() + 1) : name;
    }
}
