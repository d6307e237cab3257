package dev.kvsql.explore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;

/** Sequences as replay files have them. */
public final class Replays {
  private Replays() {}

  /** Reads the whole text of a file. */
  public static ReplayFile read(String text) throws IOException {
    return ReplayParser.read(new BufferedReader(new StringReader(text)));
  }

  static List<Move> moves(String... lines) {
    try {
      return read("kvsql-replay 1\npolicy kvsql\n" + String.join("\n", lines)).moves();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
