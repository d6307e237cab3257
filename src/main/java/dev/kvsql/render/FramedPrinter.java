package dev.kvsql.render;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns in a {@link Frame}. Only the first rows are held in memory and measured; later
 * rows are printed at once with the widths found, and one that is wider pushes its line to the
 * right; in a table that must keep to a width, cells that are wider are cut.
 */
final class FramedPrinter implements RowPrinter {

  /** How many rows are measured. */
  static final int MEASURED_ROWS = 1_000;

  /** Fewer rows are measured when they hold this many characters. */
  static final int MEASURED_CHARS = 4 << 20;

  private final Frame frame;
  private final PrintWriter out;
  private final RowOptions options;
  private final String nullText;
  private final List<List<Cell>> held = new ArrayList<>();
  private List<String> headers = List.of();
  private Columns columns = new Columns(headers);
  private long heldChars;
  private boolean measuring = true;

  /** What is shown of a value. */
  private record Cell(String text, boolean isNull) {}

  FramedPrinter(Frame frame, PrintWriter out, RowOptions options) {
    this.frame = frame;
    this.out = out;
    this.options = options;
    this.nullText = Escapes.forTerminal(options.nullText());
  }

  @Override
  public void begin(List<String> names) {
    headers = names.stream().map(Escapes::forTerminal).map(frame::cell).toList();
    columns = new Columns(headers);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    List<Cell> cells = cells(values);
    if (!measuring) {
      print(cells);
      return;
    }
    columns.measure(values, cells.stream().map(Cell::text).toList());
    held.add(cells);
    heldChars += cells.stream().mapToLong(cell -> cell.text().length()).sum();
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

  private List<Cell> cells(List<@Nullable Object> values) {
    List<Cell> cells = new ArrayList<>(values.size());
    for (Object value : values) {
      cells.add(new Cell(frame.cell(ValueText.of(value, nullText)), value == null));
    }
    return cells;
  }

  /** Prints the header and the rows held back. */
  private void release() {
    measuring = false;
    if (fits()) {
      columns.fit(options.mostColumns() - 3 * columns.count() - 1);
    }
    out.print(frame.top(columns));
    switch (options.header()) {
      case SHOWN -> header();
      case HIDDEN -> {}
    }
    held.forEach(this::print);
    held.clear();
  }

  private void header() {
    print(headers.stream().map(name -> new Cell(name, false)).toList());
    if (!held.isEmpty() || frame.separatesAlways()) {
      out.print(frame.separator(columns));
    }
  }

  private boolean fits() {
    return options.mostColumns() > 0 && !frame.separatesAlways();
  }

  private void print(List<Cell> cells) {
    StringBuilder line = new StringBuilder().append(frame.bar());
    for (int column = 0; column < columns.count(); column++) {
      line.append(' ').append(shown(column, cells.get(column))).append(' ');
      line.append(frame.bar());
    }
    out.append(line.append('\n'));
  }

  private String shown(int column, Cell cell) {
    String text = fits() ? DisplayWidth.cut(cell.text(), columns.width(column)) : cell.text();
    String padded = columns.pad(column, text);
    return cell.isNull() ? options.style().dim(padded) : padded;
  }
}
