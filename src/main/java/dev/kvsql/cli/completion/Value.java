package dev.kvsql.cli.completion;

import java.util.List;

/** What may stand where an option or an operand has its value. */
sealed interface Value {
  /** One of some words. */
  record Choice(List<String> words) implements Value {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /** Some of these words, with commas between them. */
  record Words(List<String> words) implements Value {
    public Words {
      words = List.copyOf(words);
    }
  }

  /** The path of a file. */
  record PathOfFile() implements Value {}

  /** The path of a directory. */
  record PathOfDirectory() implements Value {}

  /** The name of a database of the store on the command line. */
  record Database() implements Value {}

  /** A number of bytes, with a unit or without. */
  record Size() implements Value {}

  /** The name of a command. */
  record CommandName() implements Value {}

  /** Something that cannot be guessed. */
  record Anything() implements Value {}
}
