package dev.kvsql.render;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The widths and alignments of a table's columns, as far as its rows were measured. */
final class Columns {
  /** A column is not made narrower for the sake of others, unless it is. */
  private static final int NARROWEST = 4;

  private final int[] widths;
  private final boolean[] hasNumber;
  private final boolean[] hasOther;

  Columns(List<String> headers) {
    widths = headers.stream().mapToInt(DisplayWidth::of).toArray();
    hasNumber = new boolean[widths.length];
    hasOther = new boolean[widths.length];
  }

  /** Makes room for a row: its values, and the cells that show them. */
  void measure(List<@Nullable Object> values, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], DisplayWidth.of(cells.get(column)));
      Object value = values.get(column);
      hasNumber[column] |= value instanceof Number;
      hasOther[column] |= value != null && !(value instanceof Number);
    }
  }

  /**
   * Makes columns narrower until they take at most so much room together: the widest first, and
   * numbers, which a cut would make wrong, only when that is not enough. When there are too many
   * columns for it, they take more.
   */
  void fit(int room) {
    narrow(room, false);
    narrow(room, true);
  }

  private void narrow(int room, boolean numbers) {
    int excess = Arrays.stream(widths).sum() - room;
    while (excess > 0) {
      int widest = widest(numbers);
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  /** The widest column that may become narrower; -1 when there is none. */
  private int widest(boolean numbers) {
    int widest = -1;
    for (int column = 0; column < widths.length; column++) {
      if (widths[column] > NARROWEST
          && (numbers || !isRightAligned(column))
          && (widest < 0 || widths[column] > widths[widest])) {
        widest = column;
      }
    }
    return widest;
  }

  int count() {
    return widths.length;
  }

  /** In terminal columns. */
  int width(int column) {
    return widths[column];
  }

  /** Whether it holds numbers, and nothing else but NULL. */
  boolean isRightAligned(int column) {
    return hasNumber[column] && !hasOther[column];
  }

  /** The cell with blanks on the side that its column asks for; unchanged if it is too wide. */
  String pad(int column, String cell) {
    String blanks = " ".repeat(Math.max(0, widths[column] - DisplayWidth.of(cell)));
    return isRightAligned(column) ? blanks + cell : cell + blanks;
  }
}
