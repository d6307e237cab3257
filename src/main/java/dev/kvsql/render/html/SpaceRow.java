package dev.kvsql.render.html;

import dev.kvsql.inspect.DatabaseSpace;
import dev.kvsql.inspect.TableSpace;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.TablesRender;
import java.util.Locale;

/**
 * What a table, an index, or pages of none take.
 *
 * @param style class of the style sheet
 * @param name safe for a terminal; empty for pages of no table
 * @param group the table whose indexes lie beside it in a treemap
 */
record SpaceRow(
    String style,
    String kind,
    String name,
    String group,
    String entries,
    String pages,
    String overflow,
    String depth,
    String fill,
    long bytes,
    String share) {
  static SpaceRow of(TableSpace tree, DatabaseSpace space) {
    return new SpaceRow(
        "s-" + tree.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        TablesRender.words(tree.kind()),
        TablesRender.name(tree),
        tree.kind() == TableSpace.Kind.UNNAMED ? "root " + tree.root() : "table " + tree.table(),
        Amounts.number(tree.entries()),
        Amounts.number(tree.pages()),
        Amounts.number(tree.overflowPages()),
        Amounts.number(tree.depth()),
        TablesRender.percent(tree.fill()),
        tree.bytes(),
        share(tree.pages(), space));
  }

  static SpaceRow of(TablesRender.PagesOfNoTree kind, DatabaseSpace space) {
    long pages = kind.pages(space);
    return new SpaceRow(
        "s-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        kind.words(),
        "",
        "none " + kind,
        "",
        Amounts.number(pages),
        "",
        "",
        "",
        pages * space.pageSize(),
        share(pages, space));
  }

  private static String share(long pages, DatabaseSpace space) {
    return TablesRender.percent((double) pages / Math.max(1, space.census().pageCount()));
  }

  /** {@code orders}, or {@code freelist}. */
  String label() {
    return name.isEmpty() ? kind : name;
  }

  String bytesText() {
    return Amounts.number(bytes);
  }

  String title() {
    return (name.isEmpty() ? kind : kind + " " + name)
        + " · "
        + Amounts.bytes(bytes)
        + " · "
        + share;
  }
}
