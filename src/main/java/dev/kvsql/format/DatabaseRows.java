package dev.kvsql.format;

import dev.kvsql.format.TreeCursor.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a database straight from its pages, however damaged they are. What a page is used for
 * is decided by who comes first, so the order of calls matters: first the schema, then tables, then
 * indexes, and the pages that are left at the end.
 *
 * <p>Takes at most about a byte of memory a page, the schema, and what one row takes.
 */
public final class DatabaseRows {
  /** More text of CREATE statements is taken for damage: no schema comes near. */
  private static final long MAX_SCHEMA_BYTES = 64L << 20;

  private final TreePages pages;

  private DatabaseRows(TreePages pages) {
    this.pages = pages;
  }

  /** The rows of {@code file}, which has not been read yet. */
  public static DatabaseRows of(DatabaseHeader header, ByteSource file) {
    return new DatabaseRows(new TreePages(header, file));
  }

  /**
   * What sqlite_schema says.
   *
   * @param entries its rows that can be read, in their order
   * @param damage what cannot be read of it
   */
  public record Schema(List<SchemaEntry> entries, List<TreeItem> damage) {
    public Schema {
      entries = List.copyOf(entries);
      damage = List.copyOf(damage);
    }
  }

  /** Reads sqlite_schema. */
  public Schema schema() {
    List<SchemaEntry> entries = new ArrayList<>();
    List<TreeItem> damage = new ArrayList<>();
    long bytes = 0;
    TreeCursor cursor = new TreeCursor(pages, 1, TreeFamily.TABLE, Rows.READ);
    for (Optional<TreeItem> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      switch (next.get()) {
        case TreeItem.Row row -> {
          bytes += row.payload().length;
          Optional<SchemaEntry> entry =
              bytes > MAX_SCHEMA_BYTES
                  ? Optional.empty()
                  : SchemaEntry.of(row.values(), pages.header().textEncoding());
          entry.ifPresentOrElse(entries::add, () -> damage.add(malformed(row)));
        }
        case TreeItem.UnreadableRow lost -> damage.add(lost);
        case TreeItem.UnreadablePage lost -> damage.add(lost);
      }
    }
    return new Schema(entries, damage);
  }

  private static TreeItem malformed(TreeItem.Row row) {
    return new TreeItem.UnreadableRow(row.page(), row.cell(), Anomaly.What.SCHEMA_ROW_MALFORMED);
  }

  /** Goes through sqlite_schema as through any other table. */
  public TreeCursor schemaTable() {
    return new TreeCursor(pages, 1, TreeFamily.TABLE, Rows.READ);
  }

  /**
   * Goes through a table.
   *
   * @param root page number of its root, any number
   */
  public TreeCursor table(long root) {
    return new TreeCursor(pages, root, TreeFamily.EITHER, Rows.READ);
  }

  /** Goes through the entries of an index, which come as rows without a rowid. */
  public TreeCursor index(long root) {
    return new TreeCursor(pages, root, TreeFamily.INDEX, Rows.READ);
  }

  /** Marks the pages of an index: its entries are in the table as well. */
  public void skipIndex(long root) {
    new TreeCursor(pages, root, TreeFamily.INDEX, Rows.SKIP).skip();
  }

  /**
   * Marks the pages on the freelist: what they hold was deleted.
   *
   * @return whether the freelist could be followed to its end and has as many pages as it should
   */
  public boolean skipFreelist() {
    long before = pages.claims().anomalyCount();
    new FreelistWalk(pages.header(), pages.file(), pages.claims()).walk();
    return pages.claims().anomalyCount() == before;
  }

  /** Which of the pages that are left can hold rows. */
  public enum Left {
    /** There may be WITHOUT ROWID tables, whose rows are in index pages. */
    TABLE_AND_INDEX_PAGES,
    /** Index pages hold just what tables hold as well. */
    TABLE_PAGES
  }

  /**
   * Goes through the pages that nothing before has led to. Those past the counted end hold what was
   * deleted, unless something else shows that the count is wrong.
   */
  public OrphanCursor orphans(Left left) {
    long counted = pages.header().effectivePageCount(pages.file().sizeBytes());
    long held = pages.claims().pageCount();
    long end = pages.lastTaken() > counted ? held : Math.min(counted, held);
    return new OrphanCursor(pages, end, left);
  }
}
