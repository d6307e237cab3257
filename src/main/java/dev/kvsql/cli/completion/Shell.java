package dev.kvsql.cli.completion;

import picocli.CommandLine.Model.CommandSpec;

/** The shells that there is a script for; the names are what people type. */
public enum Shell {
  bash {
    @Override
    String script(Grammar grammar) {
      return new BashScript(grammar).text();
    }
  },
  zsh {
    @Override
    String script(Grammar grammar) {
      return new ZshScript(grammar).text();
    }
  },
  fish {
    @Override
    String script(Grammar grammar) {
      return new FishScript(grammar).text();
    }
  };

  /** Asks for the databases of a store, one a line; a command that help does not list. */
  public static final String DATABASES = "__databases";

  abstract String script(Grammar grammar);

  /** The script that completes command lines of a program in this shell. */
  public String script(CommandSpec program) {
    return script(Grammar.of(program));
  }
}
