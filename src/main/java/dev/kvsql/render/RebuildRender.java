package dev.kvsql.render;

import dev.kvsql.format.Anomaly;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderGuess;
import dev.kvsql.format.TreeItem;
import dev.kvsql.repair.rebuild.Losses;
import dev.kvsql.repair.rebuild.PageRun;
import dev.kvsql.repair.rebuild.Reading;
import dev.kvsql.repair.rebuild.RebuildReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What can be read of a damaged database, and what a rebuild made of it, as text. */
public final class RebuildRender {
  /** Tables, runs of pages or objects that are listed; the rest is counted. */
  private static final int MOST_LINES = 200;

  private RebuildRender() {}

  /** What would be salvaged: a line a table, and a line for each kind of loss. */
  public static void plan(Reading reading, PrintWriter out) {
    header(reading.header(), out);
    losses("sqlite_schema", reading.schema(), out);
    for (Reading.TableReading table : first(reading.tables(), out)) {
      out.printf("  table %s: %s%n", name(table.name()), rows(table.rows()));
      losses(name(table.name()), table.losses(), out);
    }
    orphans(reading, out);
    out.flush();
  }

  private static void header(HeaderGuess guess, PrintWriter out) {
    DatabaseHeader header = guess.header();
    switch (guess.origin()) {
      case READ -> {}
      case INFERRED ->
          out.printf(
              "  the header is damaged; by its pages this is a database of %s pages in %s%n",
              Amounts.number(header.pageSize()) + "-byte", header.encodingName());
    }
  }

  private static void orphans(Reading reading, PrintWriter out) {
    if (reading.orphanRows() > 0) {
      out.printf(
          "  %s in pages that no table leads to%s%n",
          rows(reading.orphanRows()),
          switch (reading.freelist()) {
            case WHOLE -> "";
            case DAMAGED -> "; the freelist is damaged, so some may have been deleted before";
          });
    }
    losses("pages that no table leads to", reading.orphanLosses(), out);
  }

  private static void losses(String where, Losses losses, PrintWriter out) {
    if (!losses.pages().isEmpty()) {
      out.printf(
          "    unreadable in %s: %s%s%n",
          where, losses.pageCount() == 1 ? "page " : "pages ", pages(losses.pages()));
    }
    if (losses.rows() > 0) {
      out.printf("    lost in %s: %s%n", where, rows(losses.rows()));
    }
    for (TreeItem.UnreadableRow row : losses.firstRows()) {
      out.printf("      page %d cell %d: %s%n", row.page(), row.cell(), why(row.why()));
    }
    if (losses.rows() > losses.firstRows().size()) {
      out.printf("      and %s more%n", Amounts.number(losses.rows() - losses.firstRows().size()));
    }
  }

  private static String pages(List<PageRun> runs) {
    String listed =
        runs.stream()
            .limit(MOST_LINES)
            .map(run -> Amounts.range(run.first(), run.count()))
            .collect(Collectors.joining(", "));
    return runs.size() > MOST_LINES ? listed + " and more" : listed;
  }

  private static String why(Anomaly.What why) {
    return switch (why) {
      case CELL_OUT_OF_BOUNDS -> "it does not lie within its page";
      case OVERFLOW_CHAIN_SHORT -> "its overflow pages are not all there";
      case RECORD_MALFORMED -> "its bytes are no record";
      case SCHEMA_ROW_MALFORMED -> "it is no row of a schema";
      case OUT_OF_RANGE_POINTER,
          CLAIMED_TWICE,
          RESERVED_PAGE_CLAIMED,
          BAD_PAGE_TYPE,
          TOO_MANY_CELLS,
          OVERFLOW_CHAIN_LONG,
          FREELIST_TRUNK_OVERFULL,
          FREELIST_COUNT_WRONG,
          ROWID_OUT_OF_RANGE,
          TREE_TOO_DEEP,
          POINTER_MAP_TYPE,
          POINTER_MAP_PARENT ->
          "the page is damaged";
    };
  }

  /** What became of what was read. */
  public static void report(RebuildReport report, PrintWriter out) {
    List<RebuildReport.TableOutcome> told =
        report.tables().stream().filter(RebuildRender::needsTelling).toList();
    for (RebuildReport.TableOutcome table : first(told, out)) {
      out.printf("  table %s: %s%s%n", name(table.name()), rows(table.kept()), more(table));
    }
    report
        .setAsideIn()
        .ifPresent(table ->
            out.printf("  table %s: %s set aside%n", name(table), rows(report.setAside())));
    if (report.dropped() > 0) {
      out.printf("  %s not kept: no table can hold them%n", rows(report.dropped()));
    }
    for (RebuildReport.LeftOut left : first(report.leftOut(), out)) {
      out.printf("  left out: %s %s: %s%n", name(left.type()), name(left.name()), name(left.why()));
    }
    out.flush();
  }

  private static boolean needsTelling(RebuildReport.TableOutcome table) {
    return table.refused() > 0 || table.rowids() == RebuildReport.Rowids.RENUMBERED;
  }

  private static String more(RebuildReport.TableOutcome table) {
    String refused =
        table
            .firstRefusal()
            .map(why -> ", and " + Amounts.number(table.refused()) + " set aside: " + name(why))
            .orElse("");
    return switch (table.rowids()) {
      case KEPT -> refused;
      case RENUMBERED -> refused + "; with new rowids, as columns have all of their names";
    };
  }

  private static <T> List<T> first(List<T> all, PrintWriter out) {
    if (all.size() > MOST_LINES) {
      out.printf(
          "  of %s these are the first %s:%n",
          Amounts.number(all.size()), Amounts.number(MOST_LINES));
    }
    return all.subList(0, Math.min(all.size(), MOST_LINES));
  }

  private static String rows(long count) {
    return Amounts.count(count, "row");
  }

  private static String name(String text) {
    return Escapes.forTerminal(text);
  }
}
