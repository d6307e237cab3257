package dev.kvsql.render;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 with a header, lines ending in {@code \n}. NULL is an empty field, empty text is {@code
 * ""}, as in SQLite's own shell; blobs are lower-case hex.
 */
final class CsvRowPrinter implements RowPrinter {

  private static final CSVFormat QUOTED_IF_NEEDED =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').setQuoteMode(QuoteMode.MINIMAL).get();
  private static final CSVFormat QUOTED =
      QUOTED_IF_NEEDED.builder().setQuoteMode(QuoteMode.ALL).get();

  private final PrintWriter out;
  private final RowOptions options;

  CsvRowPrinter(PrintWriter out, RowOptions options) {
    this.out = out;
    this.options = options;
  }

  @Override
  public void begin(List<String> columns) {
    switch (options.header()) {
      case SHOWN -> print(columns);
      case HIDDEN -> {}
    }
  }

  @Override
  public void row(List<@Nullable Object> values) {
    print(values);
  }

  @Override
  public void end() {
    out.flush();
  }

  private void print(List<? extends @Nullable Object> values) {
    try {
      boolean first = true;
      for (Object value : values) {
        String field = field(value);
        CSVFormat format = field != null && field.isEmpty() ? QUOTED : QUOTED_IF_NEEDED;
        format.print(field, out, first);
        first = false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.append('\n');
  }

  private @Nullable String field(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer integer -> integer.toString();
      case Long integer -> integer.toString();
      case Double real -> DoubleText.of(real);
      case String text ->
          switch (options.escaping()) {
            case CONTROL -> Escapes.forTerminal(text);
            case NONE -> text;
          };
      case byte[] blob -> HexFormat.of().formatHex(blob);
      default -> throw ValueText.foreign(value);
    };
  }
}
