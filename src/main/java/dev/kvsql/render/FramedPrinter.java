package dev.kvsql.render;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns in a {@link Frame}. Only the first rows are held in memory and measured; later
 * rows are printed at once with the widths found, and one that is wider pushes its line to the
 * right.
 */
final class FramedPrinter implements RowPrinter {

  /** How many rows are measured. */
  static final int MEASURED_ROWS = 1_000;

  /** Fewer rows are measured when they hold this many characters. */
  static final int MEASURED_CHARS = 4 << 20;

  private final Frame frame;
  private final PrintWriter out;
  private final String nullText;
  private final List<List<String>> held = new ArrayList<>();
  private List<String> headers = List.of();
  private Columns columns = new Columns(headers);
  private long heldChars;
  private boolean measuring = true;

  FramedPrinter(Frame frame, PrintWriter out, RowOptions options) {
    this.frame = frame;
    this.out = out;
    this.nullText = Escapes.forTerminal(options.nullText());
  }

  @Override
  public void begin(List<String> names) {
    headers = names.stream().map(Escapes::forTerminal).map(frame::cell).toList();
    columns = new Columns(headers);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    List<String> cells = cells(values);
    if (!measuring) {
      print(cells);
      return;
    }
    columns.measure(values, cells);
    held.add(cells);
    heldChars += cells.stream().mapToLong(String::length).sum();
    if (held.size() >= MEASURED_ROWS || heldChars >= MEASURED_CHARS) {
      release();
    }
  }

  @Override
  public void end() {
    if (measuring) {
      release();
    }
    out.print(frame.bottom(columns));
    out.flush();
  }

  private List<String> cells(List<@Nullable Object> values) {
    List<String> cells = new ArrayList<>(values.size());
    for (Object value : values) {
      cells.add(frame.cell(ValueText.of(value, nullText)));
    }
    return cells;
  }

  /** Prints the header and the rows held back. */
  private void release() {
    measuring = false;
    out.print(frame.top(columns));
    print(headers);
    if (!held.isEmpty() || frame.separatesAlways()) {
      out.print(frame.separator(columns));
    }
    held.forEach(this::print);
    held.clear();
  }

  private void print(List<String> cells) {
    StringBuilder line = new StringBuilder().append(frame.bar());
    for (int column = 0; column < columns.count(); column++) {
      line.append(' ').append(columns.pad(column, cells.get(column))).append(' ');
      line.append(frame.bar());
    }
    out.append(line.append('\n'));
  }
}
