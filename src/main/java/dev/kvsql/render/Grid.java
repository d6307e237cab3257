package dev.kvsql.render;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of short words, aligned; a title that starts with {@code >} is aligned to the right. */
final class Grid {
  private final String[] titles;
  private final List<String[]> rows = new ArrayList<>();

  Grid(String... titles) {
    this.titles = titles;
    rows.add(
        Arrays.stream(titles).map(title -> title.replaceFirst("^>", "")).toArray(String[]::new));
  }

  void row(String... cells) {
    rows.add(cells);
  }

  void print(String indent, PrintWriter out) {
    lines(indent).forEach(out::println);
  }

  /** The rows, titles first, without the blanks at their ends. */
  List<String> lines(String indent) {
    int[] widths = new int[titles.length];
    for (String[] row : rows) {
      for (int column = 0; column < titles.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int column = 0; column < titles.length; column++) {
        String padding = " ".repeat(widths[column] - row[column].length());
        boolean right = titles[column].startsWith(">");
        line.append(right ? padding + row[column] : row[column] + padding).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
