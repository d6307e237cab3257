package dev.kvsql.format;

import java.util.List;
import java.util.Optional;

/**
 * A row of sqlite_schema (section 2.6).
 *
 * @param type {@code table}, {@code index}, {@code view} or {@code trigger} when SQLite wrote it
 * @param name the object's name
 * @param tableName the name of the table or view that it belongs to
 * @param root page number of its b-tree's root, 0 if it has none
 * @param sql the statement that makes it; none for what a table's constraints made
 */
public record SchemaEntry(
    String type, String name, String tableName, long root, Optional<String> sql) {
  private static final int COLUMNS = 5;

  /** Reads a row; nothing when its columns are not those of a schema row, or are no valid text. */
  static Optional<SchemaEntry> of(List<Value> columns, int textEncoding) {
    if (columns.size() < COLUMNS) {
      return Optional.empty();
    }
    Optional<String> type = text(columns.get(0), textEncoding);
    Optional<String> name = text(columns.get(1), textEncoding);
    Optional<String> tableName = text(columns.get(2), textEncoding);
    Optional<String> sql = text(columns.get(4), textEncoding);
    boolean sound =
        type.isPresent()
            && name.isPresent()
            && tableName.isPresent()
            && (sql.isPresent() || columns.get(4) instanceof Value.Null);
    return switch (columns.get(3)) {
      case Value.Int(long root) when sound ->
          Optional.of(new SchemaEntry(type.get(), name.get(), tableName.get(), root, sql));
      case Value.Null _ when sound ->
          Optional.of(new SchemaEntry(type.get(), name.get(), tableName.get(), 0, sql));
      case Value.Int _, Value.Null _, Value.Real _, Value.Text _, Value.Blob _ -> Optional.empty();
    };
  }

  private static Optional<String> text(Value value, int textEncoding) {
    return value instanceof Value.Text(byte[] bytes)
        ? TextEncoding.decode(bytes, textEncoding)
        : Optional.empty();
  }
}
