package dev.kvsql.repair.rebuild;

import dev.kvsql.format.HeaderGuess;
import java.util.List;

/**
 * What can be read of a damaged database.
 *
 * @param header its header, or what that must have been
 * @param schema what cannot be read of sqlite_schema
 * @param tables each table that sqlite_schema tells of and that has rows of its own, in the order
 *     in which they are read
 * @param orphanRows readable rows in pages that nothing leads to any more
 * @param orphanLosses unreadable rows in such pages
 * @param freelist whether it is known which pages hold what was deleted
 */
public record Reading(
    HeaderGuess header,
    Losses schema,
    List<TableReading> tables,
    long orphanRows,
    Losses orphanLosses,
    Freelist freelist) {
  public Reading {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param rows that can be read
   * @param losses that cannot
   */
  public record TableReading(String name, long rows, Losses losses) {}

  /** Whether the freelist could be read. */
  public enum Freelist {
    WHOLE,
    /** Rows that were deleted may be among the orphans. */
    DAMAGED
  }

  /** Rows that can be read, wherever they are. */
  public long rows() {
    return orphanRows + tables.stream().mapToLong(TableReading::rows).sum();
  }
}
