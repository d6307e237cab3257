package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.InstalledProgram;
import dev.kvsql.check.FindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manual pages have everything, say what the program says, and can be read by what reads them.
 */
final class ManPagesTest {
  private static final Path MAN = Path.of("man");
  private static final Path DAMAGED = Path.of("src", "test", "resources", "damaged");

  /** Only another process's cache or writes bring these about, which no damaged store has. */
  private static final List<String> NOT_OF_A_DAMAGED_STORE = List.of("CACHE-", "STORE-CHANGED");

  @ParameterizedTest
  @ValueSource(strings = {"check", "repair", "undo"})
  void everyFindingHasAnItem(String command) throws IOException {
    List<String> findings = Arrays.stream(FindingId.values()).map(FindingId::text).toList();

    assertThat(items(command, "FINDINGS")).containsExactlyElementsOf(findings);
  }

  @ParameterizedTest
  @EnumSource
  void everyFindingTellsHowBadItUsuallyIs(FindingId id) throws IOException {
    List<String> item =
        lines("check")
            .dropWhile(line -> !line.equals(".It " + id.text()))
            .skip(1)
            .takeWhile(line -> !line.startsWith(".It "))
            .toList();

    assertThat(item).startsWith(".Em Severity :").contains(".Em Repair :");
    assertThat(item.subList(1, item.indexOf(".Em Repair :")))
        .anySatisfy(line -> assertThat(line).contains(severity(id)));
  }

  private static String severity(FindingId id) {
    return id.severity().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Stream<String> commands() {
    return HelpTest.commands().filter(command -> !command.equals("help"));
  }

  @Test
  void theProgramAndEveryCommandButHelpHaveAPage() {
    assertThat(commands()).allSatisfy(command -> assertThat(page(command)).isRegularFile());
    assertThat(MAN.resolve("kvsql.1")).isRegularFile();
  }

  @Test
  void mandocFindsNothingToSayOfAnyPage() throws Exception {
    InstalledProgram.named("mandoc");
    // On stderr it tells of the machine that it runs on, and not of the pages.
    List<String> arguments =
        new ArrayList<>(List.of("-c", "mandoc -Tlint \"$@\" 2>/dev/null || true", "sh"));
    pages().forEach(page -> arguments.add(page.toString()));

    assertThat(run("sh", arguments))
        .filteredOn(line -> !line.contains("referenced manual not found"))
        .isEmpty();
  }

  @Test
  void groffFindsNothingToSayOfAnyPage() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-mdoc", "-wall", "-z", "-Tutf8"));
    pages().forEach(page -> arguments.add(page.toString()));

    assertThat(run("groff", arguments)).isEmpty();
  }

  /** Pages are referred to that are there. */
  @Test
  void everyPageOfOursThatIsReferredToExists() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readAllLines(page).stream().filter(line -> line.startsWith(".Xr kvsql")))
          .as(page.toString())
          .allSatisfy(line -> {
            String[] words = line.split(" ", -1);
            assertThat(MAN.resolve(words[1] + "." + words[2])).isRegularFile();
          });
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(MAN)) {
      return pages.sorted().toList();
    }
  }

  private static List<String> run(String program, List<String> arguments) throws Exception {
    return InstalledProgram.named(program)
        .output(Map.of(), Path.of("."), arguments)
        .lines()
        .toList();
  }

  static Stream<String[]> options() {
    return Kvsql.commandLine().getSubcommands().entrySet().stream()
        .filter(command -> Files.exists(page(command.getKey())))
        .flatMap(command ->
            command.getValue().getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Arrays.stream(option.names()))
                .map(name -> new String[] {command.getKey(), name}));
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyNameOfAnOptionHasAnItem(String command, String name) throws IOException {
    // In mdoc the macro Fl is the first hyphen, and a comma separates names.
    String flag = name.substring(1);

    assertThat(lines(command).filter(line -> line.startsWith(".It Fl ")))
        .as(name)
        .anySatisfy(item -> assertThat(List.of(item.split("[ ,]+"))).contains(flag));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExitStatusIsOneThatTheProgramHas(String command) throws IOException {
    assertThat(items(command, "EXIT STATUS"))
        .isNotEmpty()
        .allSatisfy(code -> assertThat(exitCodes()).contains(Integer.valueOf(code)));
  }

  @Test
  void everyKindOfLossThatCanBeAllowedIsExplained() throws IOException {
    String allowed = text("repair");

    assertThat(new LossyFinding())
        .allSatisfy(id -> assertThat(allowed).containsPattern("\\.It Cm .*" + id));
  }

  /** Of a check two lines each, of a repair lines of its plan; broken where they are long. */
  @ParameterizedTest
  @ValueSource(strings = {"check", "repair"})
  void everyExampleIsWhatTheProgramPrintedForSomeDamagedStore(String command) throws IOException {
    String printed = printed();

    assertThat(examples(command))
        .hasSizeGreaterThan(30)
        .filteredOn(example -> NOT_OF_A_DAMAGED_STORE.stream().noneMatch(example::contains))
        .allSatisfy(example -> assertThat(printed).contains(example));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noLineHasThePathOfSomebodysMachine(String command) throws IOException {
    assertThat(lines(command))
        .noneMatch(line -> line.matches(".*((?<!/var)/tmp|/home/|/work/|/root/).*"));
  }

  private static Stream<String> lines(String command) throws IOException {
    return text(command).lines();
  }

  private static String text(String command) throws IOException {
    return Files.readString(page(command));
  }

  private static Path page(String command) {
    return MAN.resolve("kvsql-" + command + ".1");
  }

  /** What the items of a section are about, in their order. */
  private static List<String> items(String command, String section) throws IOException {
    return lines(command)
        .dropWhile(line -> !line.equals(".Sh " + section))
        .skip(1)
        .takeWhile(line -> !line.startsWith(".Sh "))
        .filter(line -> line.startsWith(".It "))
        .map(line -> line.substring(".It ".length()))
        .toList();
  }

  /** The literal text of a page, a block each, with single spaces. */
  private static List<String> examples(String command) throws IOException {
    List<String> examples = new ArrayList<>();
    List<String> lines = lines(command).toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(".Bd -literal")) {
        int end = lines.subList(i, lines.size()).indexOf(".Ed") + i;
        examples.add(singleSpaced(String.join(" ", lines.subList(i + 1, end))));
      }
    }
    return examples;
  }

  /** Everything that was printed for the damaged stores. */
  private static String printed() throws IOException {
    try (Stream<Path> files = Files.walk(DAMAGED)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(path -> path.endsWith("expected.txt")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
      return singleSpaced(texts.stream().collect(Collectors.joining("\n")));
    }
  }

  private static String singleSpaced(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static List<Integer> exitCodes() {
    return List.of(
        ExitCode.CLEAN,
        ExitCode.FAILED,
        ExitCode.USAGE,
        ExitCode.FINDINGS,
        ExitCode.REPAIRED,
        ExitCode.RECOVERY_PENDING,
        ExitCode.INCOMPLETE,
        ExitCode.MISSING,
        ExitCode.LOCKED,
        ExitCode.INTERRUPTED);
  }
}
