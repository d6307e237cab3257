package dev.kvsql.render;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each row as lines {@code name = value}, the names aligned right, an empty line between rows. */
final class LinePrinter implements RowPrinter {

  private final PrintWriter out;
  private final String nullText;
  private List<String> names = List.of();
  private String separator = "";

  LinePrinter(PrintWriter out, RowOptions options) {
    this.out = out;
    this.nullText = Escapes.forTerminal(options.nullText());
  }

  @Override
  public void begin(List<String> columns) {
    List<String> visible = columns.stream().map(Escapes::forTerminal).toList();
    int width = visible.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    names = visible.stream().map(name -> " ".repeat(width - DisplayWidth.of(name)) + name).toList();
  }

  @Override
  public void row(List<@Nullable Object> values) {
    out.print(separator);
    separator = "\n";
    for (int column = 0; column < names.size(); column++) {
      String value = ValueText.of(values.get(column), nullText);
      out.append(names.get(column)).append(" = ").append(value).append('\n');
    }
  }

  @Override
  public void end() {
    out.flush();
  }
}
