package dev.kvsql.cli;

import dev.kvsql.bench.Counts;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
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
    header =
        "Looks into, simulates, checks and repairs SQLite databases that are kept as 4096-byte"
            + " chunks in a key-value store.",
    description = "Each command tells more with --help. Results go to stdout, the rest to stderr.")
final class Kvsql implements Runnable {
  @Mixin private final Globals globals = new Globals();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The parser with every command. */
  static CommandLine commandLine() {
    Kvsql root = new Kvsql();
    CommandLine line = new CommandLine(root);
    for (Object command : commands(root.globals)) {
      line.addSubcommand(command);
    }
    // Not in the annotation: what inherits it asks at once, and every start would load SQLite.
    Version version = new Version();
    line.getCommandSpec().versionProvider(version);
    line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(version));
    Errors errors = new Errors(root.globals);
    line.setExecutionExceptionHandler(errors);
    line.setParameterExceptionHandler(errors);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    return line;
  }

  private static Object[] commands(Globals globals) {
    return new Object[] {
      new InspectCommand(globals),
      new DumpCommand(globals),
      new TruncateCommand(globals),
      new ExploreCommand(globals),
      new CheckCommand(globals),
      new RepairCommand(globals),
      new UndoCommand(globals),
      new SqlCommand(globals),
      new CreateCommand(globals),
      new ImportCommand(globals),
      new ExportCommand(globals),
      new BenchCommand(Counts::usual),
      new DemoCommand(),
      new CompletionCommand(),
      new HelpCommand()
    };
  }

  /** Runs one command line. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }
}
