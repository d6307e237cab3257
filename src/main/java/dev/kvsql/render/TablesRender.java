package dev.kvsql.render;

import dev.kvsql.format.PageCensus;
import dev.kvsql.format.PageKind;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.DatabaseSpace;
import dev.kvsql.inspect.StoreInspection;
import dev.kvsql.inspect.TableSpace;
import java.io.PrintWriter;
import java.util.Locale;

/** What each table and index takes, as text and as JSON. */
public final class TablesRender {
  private final DatabaseSpace space;
  private final Grid grid =
      new Grid(
          ">bytes",
          ">share",
          ">pages",
          ">overflow",
          ">depth",
          ">fill",
          ">entries",
          "kind",
          "name"); // last, as it may have any characters and any length

  private TablesRender(DatabaseSpace space) {
    this.space = space;
  }

  /** A table for each database, the largest first, and what they add up to. */
  public static void text(StoreInspection inspection, Style style, PrintWriter out) {
    for (DatabaseInspection database : inspection.databases()) {
      out.printf("%n%s: %s%n", style.bold(Escapes.forTerminal(database.name())), pages(database));
      database.space().ifPresent(space -> new TablesRender(space).print(out));
    }
    out.flush();
  }

  private static String pages(DatabaseInspection database) {
    return database
        .space()
        .map(space ->
            Amounts.count(space.census().pageCount(), "page")
                + " of "
                + Amounts.bytes(space.pageSize()))
        .orElse("no valid header and size, so nothing is known of its tables");
  }

  private void print(PrintWriter out) {
    space.tables().forEach(this::tree);
    for (PagesOfNoTree row : PagesOfNoTree.values()) {
      long pages = row.pages(space);
      if (pages > 0) {
        row(pages, "", "", "", "", row.words(), "");
      }
    }
    long overflow = space.tables().stream().mapToLong(TableSpace::overflowPages).sum();
    row(space.census().pageCount(), Amounts.number(overflow), "", "", "", "total", "");
    grid.print("  ", out);
    damage(space.census(), out);
  }

  private void tree(TableSpace tree) {
    row(
        tree.pages(),
        Amounts.number(tree.overflowPages()),
        Amounts.number(tree.depth()),
        percent(tree.fill()),
        Amounts.number(tree.entries()),
        words(tree.kind()),
        name(tree));
  }

  private void row(
      long pages,
      String overflow,
      String depth,
      String fill,
      String entries,
      String kind,
      String name) {
    grid.row(
        Amounts.number(pages * space.pageSize()),
        percent((double) pages / Math.max(1, space.census().pageCount())),
        Amounts.number(pages),
        overflow,
        depth,
        fill,
        entries,
        kind,
        name);
  }

  private static void damage(PageCensus census, PrintWriter out) {
    if (!census.complete()) {
      out.printf(
          "  the walk met damage in %s: pages behind it are counted as not reached%n",
          Amounts.count(census.anomalyCount(), "place"));
    }
  }

  /** Pages that no table or index has. */
  public enum PagesOfNoTree {
    FREELIST,
    POINTER_MAP,
    LOCK_BYTE,
    NOT_REACHED;

    /** How many there are. */
    public long pages(DatabaseSpace space) {
      PageCensus census = space.census();
      return switch (this) {
        case FREELIST ->
            census.count(PageKind.FREELIST_TRUNK) + census.count(PageKind.FREELIST_LEAF);
        case POINTER_MAP -> census.count(PageKind.POINTER_MAP);
        case LOCK_BYTE -> census.count(PageKind.LOCK_BYTE);
        case NOT_REACHED -> {
          long others = FREELIST.pages(space) + POINTER_MAP.pages(space) + LOCK_BYTE.pages(space);
          long trees = space.tables().stream().mapToLong(TableSpace::pages).sum();
          yield census.pageCount() - others - trees;
        }
      };
    }

    /** {@code pointer map}. */
    public String words() {
      return switch (this) {
        case FREELIST -> "freelist";
        case POINTER_MAP -> "pointer map";
        case LOCK_BYTE -> "lock-byte page";
        case NOT_REACHED -> "not reached";
      };
    }
  }

  /** What a b-tree is for, in a word or two. */
  public static String words(TableSpace.Kind kind) {
    return switch (kind) {
      case SCHEMA -> "schema";
      case TABLE -> "table";
      case WITHOUT_ROWID -> "table without rowid";
      case INDEX -> "index";
      case AUTOINDEX -> "automatic index";
      case UNNAMED -> "unnamed";
    };
  }

  /** The name of a table or index, safe for a terminal, and the table that an index belongs to. */
  public static String name(TableSpace tree) {
    return switch (tree.kind()) {
      case SCHEMA, TABLE, WITHOUT_ROWID -> Escapes.forTerminal(tree.name());
      case INDEX, AUTOINDEX ->
          Escapes.forTerminal(tree.name()) + " of " + Escapes.forTerminal(tree.table());
      case UNNAMED -> "root page " + tree.root();
    };
  }

  /** {@code 83.3%}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", share * 100);
  }

  /** The field of a database. */
  static void json(Json json, DatabaseSpace space) {
    json.array(
        "tables",
        space.tables(),
        tree -> {
          json.put("name", tree.name());
          json.put("kind", tree.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
          json.put("table", tree.table());
          json.put("root", tree.root());
          json.put("entries", tree.entries());
          json.put("bytes", tree.bytes());
          json.put("pages", tree.pages());
          json.put("leafPages", tree.leafPages());
          json.put("interiorPages", tree.interiorPages());
          json.put("overflowPages", tree.overflowPages());
          json.put("depth", tree.depth());
          json.put("unusedBytes", tree.unusedBytes());
        });
  }
}
