package dev.kvsql.render.html;

import dev.kvsql.inspect.DatabaseSpace;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.TablesRender.PagesOfNoTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What takes the space of a database.
 *
 * @param rows the largest first
 * @param more how many tables and indexes are not shown
 * @param total bytes of all pages
 */
record SpaceView(
    String anchor, List<SpaceRow> rows, int more, String total, Treemap wide, Treemap narrow) {
  private static final int MOST_ROWS = 200;
  private static final Rectangle WIDE = new Rectangle(0, 0, 1000, 360);
  private static final Rectangle NARROW = new Rectangle(0, 0, 340, 420);

  SpaceView {
    rows = List.copyOf(rows);
  }

  static SpaceView of(String anchor, DatabaseSpace space) {
    List<SpaceRow> rows = new ArrayList<>();
    space.tables().stream().limit(MOST_ROWS).forEach(tree -> rows.add(SpaceRow.of(tree, space)));
    Arrays.stream(PagesOfNoTree.values())
        .filter(kind -> kind.pages(space) > 0)
        .forEach(kind -> rows.add(SpaceRow.of(kind, space)));
    rows.sort(Comparator.comparingLong(SpaceRow::bytes).reversed());
    return new SpaceView(
        anchor,
        rows,
        Math.max(0, space.tables().size() - MOST_ROWS),
        Amounts.number(space.census().pageCount() * space.pageSize()),
        Treemap.of(rows, WIDE),
        Treemap.of(rows, NARROW));
  }
}
