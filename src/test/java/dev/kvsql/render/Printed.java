package dev.kvsql.render;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One query result, for tests to print in one mode or another. */
final class Printed {

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  private Printed(List<String> columns) {
    this.columns = columns;
  }

  static Printed of(String... columns) {
    return new Printed(List.of(columns));
  }

  /** Adds a row. */
  Printed with(@Nullable Object... values) {
    rows.add(row(values));
    return this;
  }

  /** {@code List.of} takes no null. */
  static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  String as(RowMode mode) {
    return as(mode, new RowOptions(Escaping.NONE));
  }

  String as(RowMode mode, RowOptions options) {
    StringWriter text = new StringWriter();
    RowPrinter printer = RowPrinter.of(mode, new PrintWriter(text), options);
    printer.begin(columns);
    rows.forEach(printer::row);
    printer.end();
    return text.toString();
  }
}
