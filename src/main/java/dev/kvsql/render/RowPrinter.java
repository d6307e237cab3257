package dev.kvsql.render;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the rows of one query result: {@link #begin} once, {@link #row} for each row, {@link #end}
 * once. Rows are printed as they come, except that the framed formats hold back the first ones to
 * measure their columns.
 *
 * <p>Values are those of sqlite-jdbc's {@code ResultSet.getObject}: null, {@link Integer}, {@link
 * Long}, {@link Double}, {@link String} or {@code byte[]}.
 *
 * <ul>
 *   <li>Numbers are printed as SQLite lays them out, with as many digits as are needed to read the
 *       same double again: {@code 1.0}, {@code 0.1}, {@code 1.0e+100}; infinity is {@code Inf}, in
 *       JSON the string {@code "Infinity"}.
 *   <li>Blobs are printed whole: as {@code X'0A1B'} in tables and lines, as {@code 0a1b} in CSV and
 *       JSON (there a string).
 *   <li>Text and column names go through {@link Escapes#forTerminal}, in JSON through JSON's own
 *       escapes of the same characters; for CSV see {@link Escaping}.
 * </ul>
 *
 * <p>A printer never closes its writer. When an error cuts a result short, {@link #end} still
 * prints the rows that came.
 */
public interface RowPrinter {

  /** Takes the names of the columns, at least one; they need not differ. */
  void begin(List<String> columns);

  /**
   * Takes a row: as many values as there are columns.
   *
   * @throws IllegalArgumentException if a value is of a class that SQLite does not give
   */
  void row(List<@Nullable Object> values);

  /** Prints what was held back and what closes the result, then flushes the writer. */
  void end();

  /** Makes a printer for one query result. */
  static RowPrinter of(RowMode mode, PrintWriter out, RowOptions options) {
    return switch (mode) {
      case TABLE -> new FramedPrinter(Frame.TABLE, out, options);
      case BOX -> new FramedPrinter(Frame.BOX, out, options);
      case MARKDOWN -> new FramedPrinter(Frame.MARKDOWN, out, options);
      case CSV -> new CsvRowPrinter(out, options);
      case JSON -> new JsonRowPrinter(JsonRowPrinter.Layout.ARRAY, out);
      case JSONL -> new JsonRowPrinter(JsonRowPrinter.Layout.LINES, out);
      case LINE -> new LinePrinter(out, options);
    };
  }
}
