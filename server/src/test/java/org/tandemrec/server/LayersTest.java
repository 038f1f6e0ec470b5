package org.tandemrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The layers of the server: a package imports only from rows above its own (smaller numbers). The rule is also run on classes that break
 * it, in {@code org.tandemrec.server.layersfixture}.
 */
class LayersTest {
    private static final String ROOT = "org.tandemrec.server";

    private static final String FIXTURE = ROOT + ".layersfixture";

    /** The row of every package of the server, the empty name for the root; a package that is missing here fails. */
    private static final Map<String, Integer> ROWS =
            Map.of("store", 0, "live", 1, "life", 2, "http", 3, "", 4);

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/layersfixture/"))
            .importPackages(ROOT);

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void everyPackageHasARow() {
        assertThat(SERVER).isNotEmpty();
        assertThat(withoutRow(ROOT, SERVER)).isEmpty();
        assertThat(withoutRow(FIXTURE, BROKEN)).containsExactly("stray");
    }

    @Test
    void packagesImportOnlyFromRowsAboveTheirs() {
        assertThat(forbiddenImports(ROOT, SERVER)).isEmpty();
    }

    @Test
    void forbiddenImportsAreCaught() {
        assertThat(forbiddenImports(FIXTURE, BROKEN))
                .containsExactly(
                        "life.ImportsUnknownPackage imports stray.HasNoRow",
                        "store.ImportsRowBelow imports live.Allowed");
    }

    private static Set<String> withoutRow(String root, JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            if (!ROWS.containsKey(packageOf(root, type))) {
                found.add(packageOf(root, type));
            }
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

    /** The package below {@code root}, empty for {@code root} itself. */
    private static String packageOf(String root, JavaClass type) {
        return type.getPackageName().equals(root) ? "" : relative(root, type.getPackageName());
    }

    private static String relative(String root, String name) {
        return name.startsWith(root + ".") ? name.substring(root.length() + 1) : name;
    }
}
