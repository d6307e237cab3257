package dev.kvsql.cli;

import dev.kvsql.cli.completion.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql completion}. */
@Command(
    name = "completion",
    header = "Prints a script that completes command lines.",
    description = {
      "Prints a script with which a shell completes commands, options, their values, files, and the"
          + " databases of the store that is named on the line.",
      "",
      "For good, put it where the shell looks: bash in"
          + " ~/.local/share/bash-completion/completions/kvsql, zsh as _kvsql in a directory of fpath,"
          + " fish in ~/.config/fish/completions/kvsql.fish."
    },
    exitCodeList = {ExitText.DONE, ExitText.FAILED, ExitText.USAGE},
    footer = {
      "",
      "Examples:",
      "  kvsql completion bash > ~/.local/share/bash-completion/completions/kvsql",
      "  kvsql completion zsh > ~/.zfunc/_kvsql",
      "  kvsql completion fish > ~/.config/fish/completions/kvsql.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SHELL", description = "For ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(shell.script(spec.root()));
    return ExitCode.CLEAN;
  }
}
