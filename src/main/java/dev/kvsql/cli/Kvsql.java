package dev.kvsql.cli;

import dev.kvsql.bench.Counts;
import dev.kvsql.cli.completion.Shell;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kvsql}: the commands and what holds for all of them. */
@Command(
    name = "kvsql",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    headerHeading = "",
    descriptionHeading = "%n",
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    exitCodeListHeading = "%nExit codes:%n",
    header =
        "Looks into, simulates, checks and repairs SQLite databases that are kept as 4096-byte"
            + " chunks in a key-value store.",
    description = "Each command tells more with --help. Results go to stdout, the rest to stderr.",
    exitCodeList = {
      "0:Clean, or repaired and checked clean; done.",
      "1:Failed: no verdict.",
      "2:Wrong usage.",
      "3:Findings at or above --fail-on, a broken rule, something left past the end of a truncated"
          + " file, or a ratio that bench --fail-on-miss finds too high.",
      "4:Repaired, with --exit-repaired.",
      "5:A recovery is pending, and the recovered copy is clean.",
      "6:Incomplete: a check was stopped by --timeout, or the store changed under it.",
      ExitText.MISSING,
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql demo",
      "  kvsql check app.kv && echo sound",
      "  kvsql inspect app.kv",
      "  kvsql truncate app.kv --size 4196",
      "  kvsql repair app.kv --apply --yes",
      "  kvsql help repair"
    })
final class Kvsql implements Runnable {
  /** How each command is made, in the order in which they are listed. */
  private static final Map<String, Function<Globals, Object>> COMMANDS = commands();

  /** Commands that tell about the others. */
  private static final Set<String> ABOUT_OTHERS = Set.of("completion", "help");

  private static final Set<String> VERSION = Set.of("-V", "--version");

  @Mixin private final Globals globals = new Globals();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
  }

  /** The parser with every command. */
  static CommandLine commandLine() {
    return commandLine(_ -> true);
  }

  /**
   * The parser with some commands: reading the annotations of all of them takes longer than what
   * most commands do.
   */
  private static CommandLine commandLine(Predicate<String> wanted) {
    Kvsql root = new Kvsql();
    CommandLine line = new CommandLine(root);
    COMMANDS.entrySet().stream()
        .filter(command -> wanted.test(command.getKey()))
        .forEach(command ->
            line.addSubcommand(command.getKey(), command.getValue().apply(root.globals)));
    // Not in the annotation: what inherits it asks at once, and every start would load SQLite.
    Version version = new Version();
    line.getCommandSpec().versionProvider(version);
    line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(version));
    Errors errors = new Errors(root.globals);
    line.setExecutionExceptionHandler(errors);
    line.setParameterExceptionHandler(errors);
    line.setExecutionStrategy(parsed -> {
      line.setColorScheme(Help.defaultColorScheme(root.globals.ansi()));
      return new CommandLine.RunLast().execute(parsed);
    });
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    return line;
  }

  private static Map<String, Function<Globals, Object>> commands() {
    Map<String, Function<Globals, Object>> commands = new LinkedHashMap<>();
    commands.put("inspect", InspectCommand::new);
    commands.put("dump", DumpCommand::new);
    commands.put("truncate", TruncateCommand::new);
    commands.put("explore", ExploreCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("repair", RepairCommand::new);
    commands.put("undo", UndoCommand::new);
    commands.put("sql", SqlCommand::new);
    commands.put("repl", ReplCommand::new);
    commands.put("create", CreateCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("bench", globals -> new BenchCommand(globals, Counts::usual));
    commands.put("demo", _ -> new DemoCommand());
    commands.put("rehearse", _ -> new RehearseCommand());
    commands.put(Shell.DATABASES, _ -> new DatabasesCommand());
    commands.put("completion", _ -> new CompletionCommand());
    commands.put("help", _ -> new HelpCommand());
    return Collections.unmodifiableMap(commands);
  }

  /** Runs one command line. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Set<String> words = Set.copyOf(List.of(args));
    if (args.length == 1 && VERSION.contains(args[0])) {
      // Asked by every installer and script: before anything else is made.
      new Version().print(out);
      return ExitCode.CLEAN;
    }
    CommandLine line = commandLine(isAboutOthers(words) ? _ -> true : words::contains);
    // What is wrong with a line may be told only by what else it could have been.
    line.setParameterExceptionHandler(
        (_, given) -> commandLine().setOut(out).setErr(err).execute(given));
    return line.setOut(out).setErr(err).execute(args);
  }

  /** Whether a command line may need other commands than those that it names. */
  private static boolean isAboutOthers(Set<String> words) {
    return !Collections.disjoint(words, ABOUT_OTHERS)
        || (Collections.disjoint(words, COMMANDS.keySet()) && Collections.disjoint(words, VERSION));
  }
}
