package io.ndpair.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The import rules of the house: which module may know which, and the one door of each foreign library. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.ndpair");
    }

    @Test
    void shouldNeverRunArrowsBackUpBetweenModules() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.ndpair..")
                .layer("store")
                .definedBy("io.ndpair.store..")
                .layer("transport")
                .definedBy("io.ndpair.transport..")
                .layer("election")
                .definedBy("io.ndpair.election..")
                .layer("node")
                .definedBy("io.ndpair.node..")
                .optionalLayer("bench")
                .definedBy("io.ndpair.bench..")
                .whereLayer("store")
                .mayNotAccessAnyLayer()
                .whereLayer("election")
                .mayNotAccessAnyLayer()
                .whereLayer("transport")
                .mayOnlyAccessLayers("store")
                .whereLayer("node")
                .mayOnlyAccessLayers("store", "transport", "election")
                .whereLayer("bench")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @Test
    void shouldHaveNoPackageCycles() {
        slices().matching("io.ndpair.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldLetForeignLibrariesInByOneDoorEach() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.ndpair.store.journal.chronicle..", "io.ndpair.bench.peer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.ndpair.transport.link.aeron..", "io.ndpair.bench.peer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.aeron..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ndpair.node.linux..")
                .and()
                .doNotHaveFullyQualifiedName("io.ndpair.store.table.HugePages")
                .and()
                .doNotHaveFullyQualifiedName("io.ndpair.store.table.HugePages$LibC")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..", "jnr..")
                .check(classes);
    }

    @Test
    void shouldKeepLoggingOutOfTheLibraries() {
        noClasses()
                .that()
                .resideInAnyPackage("io.ndpair.store..", "io.ndpair.transport..", "io.ndpair.election..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
                .check(classes);
    }

    @Test
    void shouldKeepTheMachinesFreeOfInputAndOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.ndpair.store.table..",
                        "io.ndpair.transport.session..",
                        "io.ndpair.election.vrrp",
                        "io.ndpair.election.etrunk")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.nio.file..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat(haveToDoWithSocketsOrExecutors())
                .orShould()
                .callMethod(Thread.class, "start")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(classes);
    }

    private static DescribedPredicate<JavaClass> haveToDoWithSocketsOrExecutors() {
        return new DescribedPredicate<>("have to do with sockets or executors") {
            @Override
            public boolean test(JavaClass type) {
                return (type.getPackageName().equals("java.net")
                                && type.getSimpleName().contains("Socket"))
                        || (type.getPackageName().equals("java.util.concurrent")
                                && type.getSimpleName().contains("Execut"));
            }
        };
    }
}
