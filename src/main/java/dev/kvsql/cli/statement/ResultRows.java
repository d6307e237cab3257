package dev.kvsql.cli.statement;

import dev.kvsql.render.RowPrinter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Brings the rows of a result to a printer, one by one. */
public final class ResultRows {
  private ResultRows() {}

  /**
   * Prints a result to its end.
   *
   * @return how many rows were printed
   * @throws SQLException when SQLite fails; the rows before that were printed
   */
  public static long print(ResultSet rows, RowPrinter printer) throws SQLException {
    return print(rows, printer, () -> true);
  }

  /**
   * Prints a result while somebody wants more of it.
   *
   * @param wanted asked before each row
   */
  public static long print(ResultSet rows, RowPrinter printer, BooleanSupplier wanted)
      throws SQLException {
    List<String> names = names(rows.getMetaData());
    printer.begin(names);
    long count = 0;
    try {
      while (wanted.getAsBoolean() && rows.next()) {
        List<@Nullable Object> values = new ArrayList<>(names.size());
        for (int column = 1; column <= names.size(); column++) {
          values.add(rows.getObject(column));
        }
        printer.row(values);
        count++;
      }
    } finally {
      printer.end();
    }
    return count;
  }

  private static List<String> names(ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      names.add(columns.getColumnLabel(column));
    }
    return names;
  }
}
