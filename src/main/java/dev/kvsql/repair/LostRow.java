package dev.kvsql.repair;

import java.util.OptionalLong;

/**
 * A row that could be read before and cannot be read any more, or has other values now.
 *
 * @param table name of its table, {@code sqlite_schema} for the schema itself
 * @param rowid nothing for a WITHOUT ROWID table
 * @param page 1-based number of the page that had it
 */
public record LostRow(String table, OptionalLong rowid, long page) {}
