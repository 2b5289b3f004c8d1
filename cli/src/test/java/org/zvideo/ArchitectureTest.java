package org.zvideo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who may use whom. Oracle: the compiled classes of all four modules. The lists of exceptions may only shrink: a class
 * that no longer needs its exception makes the test fail as well.
 */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.zvideo");

    @Test
    void modulesPointOneWay() {
        noClasses()
                .that()
                .resideInAPackage("org.zvideo.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.zvideo.video..", "org.zvideo.server..", "org.zvideo.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.zvideo.video..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.zvideo.server..", "org.zvideo.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.zvideo.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.zvideo.cli..")
                .check(CLASSES);
    }

    @Test
    void theNetworkKnowsNoStyle() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.zvideo.core.unet..",
                        "org.zvideo.core.vae..",
                        "org.zvideo.core.text..",
                        "org.zvideo.core.nn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.zvideo.core.edit..")
                .check(CLASSES);
    }

    @Test
    void eachLibraryHasItsPlace() {
        assertUsedOnlyIn("org.zvideo.core", "org.bytedeco.pytorch");
        assertUsedOnlyIn("org.zvideo.core", "org.bytedeco.openblas");
        assertUsedOnlyIn("org.zvideo.video", "org.bytedeco.ffmpeg");
        assertUsedOnlyIn("org.zvideo.video", "org.bytedeco.javacv");
        assertUsedOnlyIn("org.zvideo.video", "org.bytedeco.opencv");
        assertUsedOnlyIn("org.zvideo.video", "org.knowm.xchart");
        assertUsedOnlyIn("org.zvideo.server", "org.eclipse.jetty");
        assertUsedOnlyIn("org.zvideo.cli", "picocli");
    }

    @Test
    void packagesFormNoCircles() {
        slices().matching("org.zvideo.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Those that may stay: a factory on its interface, and the files and folders that one object makes. */
    @Test
    void classesFormNoCirclesButThese() {
        assertEquals(
                """
                CheckpointNames Generation ModelContainer ModelFolder SingleFileModel
                OutputFiles OutputFolder
                """.lines().sorted().collect(Collectors.joining("\n")),
                circles().stream()
                        .map(circle -> String.join(" ", circle))
                        .sorted()
                        .collect(Collectors.joining("\n")));
    }

    /** Fails if other classes use the library than those of the home package and the exceptions. */
    private static void assertUsedOnlyIn(String home, String library, String... exceptions) {
        Set<String> users = CLASSES.stream()
                .filter(user -> !isIn(user, home))
                .filter(user -> user.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> isIn(use.getTargetClass(), library)))
                .map(user -> topLevel(user).getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Set.of(exceptions)), users, library + " belongs into " + home);
    }

    private static boolean isIn(JavaClass type, String parent) {
        return (type.getPackageName() + ".").startsWith(parent + ".");
    }

    /** The sets of top-level classes of which each one uses, directly or not, all others; by their simple names. */
    private static Set<Set<String>> circles() {
        Map<String, Set<String>> uses = new TreeMap<>();
        CLASSES.forEach(type -> uses.computeIfAbsent(topLevel(type).getName(), name -> new TreeSet<>())
                .addAll(type.getDirectDependenciesFromSelf().stream()
                        .map(use -> topLevel(use.getTargetClass()).getName())
                        .collect(Collectors.toSet())));
        uses.values().forEach(targets -> targets.retainAll(uses.keySet()));
        Map<String, Set<String>> reached = new TreeMap<>();
        uses.keySet().forEach(name -> reached.put(name, reachedFrom(name, uses)));
        return uses.keySet().stream()
                .map(name -> reached.get(name).stream()
                        .filter(other -> reached.get(other).contains(name))
                        .map(other -> other.substring(other.lastIndexOf('.') + 1))
                        .collect(Collectors.<String, Set<String>>toCollection(TreeSet::new)))
                .filter(circle -> circle.size() > 1)
                .collect(Collectors.toSet());
    }

    private static Set<String> reachedFrom(String name, Map<String, Set<String>> uses) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(name));
        while (!open.isEmpty()) {
            uses.get(open.pop()).stream().filter(reached::add).forEach(open::push);
        }
        return reached;
    }

    private static JavaClass topLevel(JavaClass type) {
        JavaClass component = type.getBaseComponentType();
        return component.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(component);
    }
}
