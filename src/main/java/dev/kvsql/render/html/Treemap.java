package dev.kvsql.render.html;

import dev.kvsql.render.Amounts;
import dev.kvsql.render.DisplayWidth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tiles as large as what they stand for; a table and its indexes lie together.
 *
 * @param frame the whole picture
 */
record Treemap(Rectangle frame, List<Tile> tiles) {
  private static final double GAP_OF_GROUPS = 2;
  private static final double GAP_OF_TILES = 0.75;

  Treemap {
    tiles = List.copyOf(tiles);
  }

  /** What rows take; those that take nothing have no tile. */
  static Treemap of(List<SpaceRow> rows, Rectangle frame) {
    Map<String, List<SpaceRow>> groups = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.bytes() > 0)
        .forEach(row -> groups.computeIfAbsent(row.group(), _ -> new ArrayList<>()).add(row));
    List<List<SpaceRow>> largestFirst =
        groups.values().stream()
            .sorted(Comparator.<List<SpaceRow>>comparingLong(Treemap::bytes).reversed())
            .toList();
    List<Rectangle> areas =
        Squarified.divide(frame, largestFirst.stream().map(Treemap::bytes).toList());
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      group(largestFirst.get(i), areas.get(i).inset(GAP_OF_GROUPS), tiles);
    }
    return new Treemap(frame, tiles);
  }

  private static void group(List<SpaceRow> rows, Rectangle area, List<Tile> tiles) {
    List<Rectangle> parts = Squarified.divide(area, rows.stream().map(SpaceRow::bytes).toList());
    for (int i = 0; i < parts.size(); i++) {
      tiles.add(Tile.of(rows.get(i), parts.get(i).inset(GAP_OF_TILES)));
    }
  }

  private static long bytes(List<SpaceRow> rows) {
    return rows.stream().mapToLong(SpaceRow::bytes).sum();
  }

  String viewBox() {
    return "0 0 %.0f %.0f".formatted(frame.width(), frame.height());
  }

  /**
   * One tile.
   *
   * @param label its name as far as it fits, or nothing
   * @param detail its size if that fits, or nothing
   */
  record Tile(Rectangle area, String style, String title, String label, String detail) {
    /** In the units of the picture, for text of 13 of them. */
    private static final double COLUMN = 7.6;

    private static final double PADDING = 6;
    private static final double LINE = 17;
    private static final int FEWEST_COLUMNS = 3;

    static Tile of(SpaceRow row, Rectangle area) {
      int columns = (int) ((area.width() - 2 * PADDING) / COLUMN);
      boolean oneLine = area.height() >= LINE + 4 && columns >= FEWEST_COLUMNS;
      boolean twoLines = oneLine && area.height() >= 2 * LINE + 4;
      String size = Amounts.size(row.bytes());
      return new Tile(
          area,
          row.style(),
          row.title(),
          oneLine ? fitting(row.label(), columns) : "",
          twoLines && size.length() <= columns ? size : "");
    }

    private static String fitting(String text, int columns) {
      if (DisplayWidth.of(text) <= columns) {
        return text;
      }
      int end = text.length();
      while (end > 0 && DisplayWidth.of(text.substring(0, end)) > columns - 1) {
        end = text.offsetByCodePoints(end, -1);
      }
      return text.substring(0, end) + "…";
    }

    String x() {
      return number(area.x());
    }

    String y() {
      return number(area.y());
    }

    String width() {
      return number(area.width());
    }

    String height() {
      return number(area.height());
    }

    String textX() {
      return number(area.x() + PADDING);
    }

    String textY() {
      return number(area.y() + LINE);
    }

    String detailY() {
      return number(area.y() + 2 * LINE);
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
  }
}
