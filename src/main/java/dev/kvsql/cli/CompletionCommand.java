package dev.kvsql.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql completion}. */
@Command(
    name = "completion",
    header = "Prints a script that completes command lines.",
    exitCodeList = {ExitText.DONE, ExitText.FAILED, ExitText.USAGE},
    footer = {"", "Examples:", "  kvsql completion bash > kvsql.bash"})
final class CompletionCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SHELL", description = "For ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  /** The shells that there is a script for; the names are what people type. */
  enum Shell {
    bash
  }

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(
            switch (shell) {
              case bash -> AutoComplete.bash("kvsql", Kvsql.commandLine());
            });
    return ExitCode.CLEAN;
  }
}
