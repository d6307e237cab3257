package dev.kvsql.cli.repl;

import java.util.ArrayList;
import java.util.List;

/** A long text in lines that fit any terminal. */
final class Paragraph {
  private static final int WIDTH = 76;

  private Paragraph() {}

  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
