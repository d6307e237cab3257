package dev.kvsql.repair.rebuild;

import java.util.List;
import java.util.Optional;

/**
 * What a rebuild made of a damaged database.
 *
 * @param reading what it read
 * @param tables what became of each table that was read, in the order of the schema
 * @param setAside rows in the table of rows that no table took, the orphans included
 * @param setAsideIn the name of that table; nothing when no row came to it
 * @param dropped rows that not even that table takes: too wide, or too long for SQLite
 * @param leftOut what of the schema the new database does not have
 */
public record RebuildReport(
    Reading reading,
    List<TableOutcome> tables,
    long setAside,
    Optional<String> setAsideIn,
    long dropped,
    List<LeftOut> leftOut) {
  public RebuildReport {
    tables = List.copyOf(tables);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * What became of a table's rows.
   *
   * @param kept rows that it has in the new database
   * @param refused rows that it did not take, which are set aside
   * @param firstRefusal why it did not take the first of them
   * @param rowids whether rows without an INTEGER PRIMARY KEY have their rowid still
   */
  public record TableOutcome(
      String name, long kept, long refused, Optional<String> firstRefusal, Rowids rowids) {}

  /** Whether the rowids are those of the damaged database. */
  public enum Rowids {
    KEPT,
    /** Columns have all three names of the rowid, so that none is left to set it by. */
    RENUMBERED
  }

  /**
   * Something in the schema that could not be made.
   *
   * @param type table, index, view or trigger, or what the schema calls it
   * @param why what SQLite said, or what is wrong with its SQL
   */
  public record LeftOut(String type, String name, String why) {}

  /** Whether the new database has all that the old one had. */
  public boolean isComplete() {
    return leftOut.isEmpty()
        && setAside == 0
        && dropped == 0
        && reading.schema().isNone()
        && reading.orphanLosses().isNone()
        && reading.tables().stream().allMatch(table -> table.losses().isNone());
  }
}
