package dev.kvsql.render;

import java.util.Locale;

/** The formats in which the rows of a query can be printed. */
public enum RowMode {
  /** Aligned columns framed in ASCII. */
  TABLE,
  /** Aligned columns framed in Unicode box drawing. */
  BOX,
  /** RFC 4180, lines ending in {@code \n}. */
  CSV,
  /** One array with an object for each row. */
  JSON,
  /** One object a line. */
  JSONL,
  /** One line a column, an empty line between rows. */
  LINE,
  /** A GitHub Flavored Markdown table. */
  MARKDOWN;

  /** The name people use: {@code table}, {@code box} and so on. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
