package dev.kvsql.render;

import dev.kvsql.check.FindingId;
import dev.kvsql.check.PageFinding;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.Anomaly;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a finding about pages says. */
final class PageFindingText {
  private static final Pattern WRONG_INDEX =
      Pattern.compile(
          "(?:row \\d+ missing from|wrong # of entries in|row \\d+ values differ"
              + " from) index (.+)");

  private PageFindingText() {}

  static FindingText of(PageFinding finding, CommandText command) {
    return switch (finding) {
      case PageFinding.Header(var problem) ->
          new FindingText(
              problem.field() + " " + problem.expected(),
              problem.found(),
              command.dump(FileTag.MAIN, 0, 1));
      case PageFinding.Count count -> count(count, command);
      case PageFinding.Freelist freelist -> anomaly(freelist, 1, freelist.anomaly(), command);
      case PageFinding.Tree tree -> anomaly(tree, tree.pages(), tree.anomaly(), command);
      case PageFinding.Unreached unreached ->
          new FindingText(
              "every page reached once, or free",
              unreached(unreached) + " that nothing points to",
              command.dump(
                  FileTag.MAIN,
                  unreached.place().chunk().orElse(0L),
                  unreached.place().count().orElse(1L)));
      case PageFinding.More(long contradictions) ->
          new FindingText(
              "none",
              Amounts.number(contradictions) + " more contradictions like these",
              salvage(command));
      case PageFinding.ForeignKey key -> foreignKey(key, command);
      case PageFinding.ForeignKeysUnchecked(String message) ->
          new FindingText(
              "foreign keys that SQLite can look at",
              message,
              command.sql("PRAGMA foreign_key_check"));
      case PageFinding.TableUnchecked(String table, String message) ->
          new FindingText(
              "a look of SQLite at table " + table,
              message + ", which only the application has; its pages were walked",
              command.inspect());
      case PageFinding.Integrity(String message) ->
          new FindingText("ok from SQLite", message, next(message, command));
    };
  }

  private static FindingText count(PageFinding.Count count, CommandText command) {
    String held = Amounts.count(count.held(), "page") + " in the file";
    return switch (count.reached()) {
      case NOT ->
          new FindingText(
              Amounts.count(count.counted(), "page") + ", as the header counts",
              held + "; the database does not use the rest",
              command.inspect());
      case BY_A_POINTER ->
          new FindingText(
              "no pointer past the header's " + Amounts.count(count.counted(), "page"),
              "one; " + held,
              salvage(command));
    };
  }

  private static FindingText anomaly(
      PageFinding.OfPage finding, long pages, Anomaly anomaly, CommandText command) {
    long first = finding.place().chunk().orElse(0L);
    long end = (finding.page() + pages - 1) * finding.pageSize();
    return new FindingText(
        pages(finding.page(), pages) + ": " + expected(anomaly.what()),
        found(anomaly),
        command.dump(FileTag.MAIN, first, StoreKey.chunkCount(end) - first));
  }

  private static String expected(Anomaly.What what) {
    return switch (what) {
      case OUT_OF_RANGE_POINTER -> "pointers to pages of the database";
      case CLAIMED_TWICE -> "a page that nothing else has";
      case RESERVED_PAGE_CLAIMED -> "no pointer to a pointer map or the lock-byte page";
      case BAD_PAGE_TYPE -> "a b-tree page of this tree's kind";
      case TOO_MANY_CELLS -> "as many cells as it has room for";
      case CELL_OUT_OF_BOUNDS -> "cells within the page";
      case OVERFLOW_CHAIN_SHORT -> "an overflow chain as long as its payload";
      case OVERFLOW_CHAIN_LONG -> "the end of an overflow chain";
      case FREELIST_TRUNK_OVERFULL -> "as many free pages as a trunk has room for";
      case FREELIST_COUNT_WRONG -> "as many pages on the freelist as the header counts";
      case SCHEMA_ROW_MALFORMED -> "a row of sqlite_schema with a root page";
      case RECORD_MALFORMED -> "a record in each cell";
      case ROWID_OUT_OF_RANGE -> "rowids between those of the page above";
      case TREE_TOO_DEEP -> "a b-tree no deeper than SQLite follows";
      case POINTER_MAP_TYPE -> "the type of page that its pointer leads to in the pointer map";
      case POINTER_MAP_PARENT -> "the page that points to it in the pointer map";
    };
  }

  private static String found(Anomaly anomaly) {
    long found = anomaly.found();
    return switch (anomaly.what()) {
      case OUT_OF_RANGE_POINTER -> "one to page " + found;
      case CLAIMED_TWICE -> "a pointer to page " + found + ", which is in use elsewhere";
      case RESERVED_PAGE_CLAIMED -> "one to page " + found;
      case BAD_PAGE_TYPE -> "type byte " + String.format(Locale.ROOT, "%02x", found);
      case TOO_MANY_CELLS -> Amounts.count(found, "cell");
      case CELL_OUT_OF_BOUNDS -> "cell " + found + " outside";
      case OVERFLOW_CHAIN_SHORT -> Amounts.bytes(found) + " of the payload missing";
      case OVERFLOW_CHAIN_LONG -> "a pointer to page " + found;
      case FREELIST_TRUNK_OVERFULL -> Amounts.number(found);
      case FREELIST_COUNT_WRONG -> Amounts.count(found, "page");
      case SCHEMA_ROW_MALFORMED -> "cell " + found + " without";
      case RECORD_MALFORMED -> "cell " + found + " without";
      case ROWID_OUT_OF_RANGE -> "others on page " + found;
      case TREE_TOO_DEEP -> "page " + found + ", which is deeper";
      case POINTER_MAP_TYPE -> "type " + found;
      case POINTER_MAP_PARENT -> "page " + found;
    };
  }

  private static String pages(long first, long pages) {
    String range = Amounts.range(first, pages);
    return pages == 1 ? "page " + range : "pages " + range + " (" + Amounts.number(pages) + ")";
  }

  private static String unreached(PageFinding.Unreached run) {
    String range = Amounts.range(run.page(), run.pages());
    return run.pages() == 1
        ? "page " + range
        : "pages " + range + " (" + Amounts.number(run.unreached()) + ")";
  }

  private static FindingText foreignKey(PageFinding.ForeignKey key, CommandText command) {
    Optional<String> first = key.firstRowid().map(rowid -> ", the first with rowid " + rowid);
    return new FindingText(
        "rows of " + key.table() + " whose keys " + key.parent() + " has",
        Amounts.count(key.rows(), "row") + " without" + first.orElse(""),
        command.sql("PRAGMA foreign_key_check"));
  }

  /** An index can be made anew from its table, which loses nothing. */
  private static String next(String message, CommandText command) {
    Matcher index = WRONG_INDEX.matcher(message);
    return index.matches()
        ? command.sql("REINDEX \"" + index.group(1).replace("\"", "\"\"") + "\"")
        : salvage(command);
  }

  private static String salvage(CommandText command) {
    return command.repairAllowing(FindingId.SQLITE_INTEGRITY);
  }
}
