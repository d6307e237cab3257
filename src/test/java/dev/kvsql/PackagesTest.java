package dev.kvsql;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which package may use which: the table of the design, with what it says read transitively. */
@AnalyzeClasses(packages = "dev.kvsql", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackagesTest {
  private static final String ROOT = "dev.kvsql.";

  /** For each package those of ours that it may use, itself aside. */
  private static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("chunk", Set.of()),
              Map.entry("disk", Set.of()),
              Map.entry("chunk.salvage", Set.of()),
              Map.entry("chunk.mapdb", Set.of("chunk", "chunk.salvage", "disk")),
              // What does not fit into memory goes to a temporary file.
              Map.entry("file", Set.of("chunk", "disk")),
              Map.entry("vfs", Set.of("chunk", "file")),
              // Opening a store by its path needs to know what stores are kept in.
              Map.entry("sqlite", Set.of("chunk", "chunk.mapdb", "file", "vfs")),
              Map.entry("format", Set.of()),
              Map.entry("inspect", Set.of("chunk", "file", "format", "sqlite")),
              Map.entry("check", Set.of("chunk", "file", "format", "inspect", "sqlite")),
              Map.entry(
                  "repair",
                  Set.of("check", "chunk", "disk", "file", "format", "inspect", "sqlite")),
              Map.entry(
                  "repair.rebuild",
                  Set.of("check", "chunk", "file", "format", "inspect", "sqlite")),
              Map.entry("explore", Set.of("chunk", "explore.policy", "file")),
              Map.entry("explore.policy", Set.of("chunk", "file")),
              Map.entry("explore.recording", Set.of("chunk", "file")),
              Map.entry("bench", Set.of("chunk", "chunk.mapdb", "file", "sqlite")),
              Map.entry(
                  "render",
                  Set.of(
                      "bench",
                      "check",
                      "chunk",
                      "chunk.salvage",
                      "explore",
                      "explore.policy",
                      "explore.recording",
                      "file",
                      "format",
                      "inspect",
                      "repair",
                      "repair.rebuild",
                      "vfs")),
              Map.entry("render.report", Set.of("check", "chunk", "file", "inspect", "render")),
              Map.entry(
                  "render.html",
                  Set.of("check", "chunk", "format", "inspect", "render", "render.report")),
              // Reports of one run are read by the next.
              Map.entry(
                  "fleet", Set.of("check", "chunk", "chunk.mapdb", "render", "render.report")),
              Map.entry("cli.completion", Set.of()),
              Map.entry("cli.option", Set.of("chunk", "render")),
              Map.entry("cli.failure", Set.of("chunk")),
              Map.entry("cli.statement", Set.of("render")),
              Map.entry(
                  "cli.repl",
                  Set.of(
                      "check",
                      "chunk",
                      "chunk.mapdb",
                      "cli.failure",
                      "cli.option",
                      "cli.statement",
                      "explore",
                      "explore.policy",
                      "file",
                      "format",
                      "inspect",
                      "render",
                      "render.report",
                      "sqlite",
                      "vfs")),
              Map.entry("cli.repl.terminal", Set.of("cli.repl", "render")),
              Map.entry(
                  "cli",
                  Set.of(
                      "bench",
                      "check",
                      "chunk",
                      "chunk.mapdb",
                      "chunk.salvage",
                      "cli.completion",
                      "cli.failure",
                      "cli.option",
                      "cli.repl",
                      "cli.repl.terminal",
                      "cli.statement",
                      "explore",
                      "explore.policy",
                      "explore.recording",
                      "file",
                      "fleet",
                      "format",
                      "inspect",
                      "render",
                      "render.html",
                      "render.report",
                      "repair",
                      "repair.rebuild",
                      "sqlite"))));

  @ArchTest
  static void everyPackageHasItsPlaceInTheTable(JavaClasses classes) {
    assertThat(
            classes.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toSet()))
        .isEqualTo(MAY_USE.keySet());
  }

  @ArchTest
  static void everyPackageUsesOnlyWhatItMay(JavaClasses classes) {
    MAY_USE.forEach((name, others) -> {
      String[] allowed =
          Stream.concat(Stream.of(name), others.stream())
              .map(other -> ROOT + other)
              .toArray(String[]::new);
      classes()
          .that()
          .resideInAPackage(ROOT + name)
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackage("dev.kvsql..").or(resideInAnyPackage(allowed)))
          .check(classes);
    });
  }

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching(ROOT + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_KNOWS_MAPDB =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "chunk.mapdb")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.mapdb..", "kotlin..", "org.eclipse.collections..");

  /** But for its version, which must not take a connection to tell. */
  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_KNOWS_THE_SQLITE_DRIVER =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "sqlite")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "cli.Version")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.sqlite..");

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_CALLS_FOREIGN_FUNCTIONS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "sqlite")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup|FunctionDescriptor).*");

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_KNOWS_TEMPLATES =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "render.html")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("gg.jte..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  /**
   * Loading JLine's editor takes longer than a whole statement from a pipe. A map asks the terminal
   * for its width.
   */
  @ArchTest
  static final ArchRule ONLY_A_TERMINAL_NEEDS_AN_EDITOR =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli.repl.terminal")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "cli.Screen")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jline.reader..", "org.jline.terminal..");

  @ArchTest
  static final ArchRule NOTHING_BUT_THE_COMMAND_LINE_PRINTS =
      noClasses().that().resideOutsideOfPackage(ROOT + "cli..").should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule WHAT_RENDERS_DOES_NOT_QUERY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "render")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule WHAT_RENDERS_DOES_NOT_READ_STORES =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "render")
          .should()
          .dependOnClassesThat(assignableTo(ChunkStore.class).or(assignableTo(Store.class)));

  @ArchTest
  static final ArchRule NOTHING_ENDS_THE_PROCESS_BUT_MAIN =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class);
}
