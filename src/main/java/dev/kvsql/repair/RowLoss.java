package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.format.ByteSource;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.DatabaseRows;
import dev.kvsql.format.HeaderGuess;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.TreeCursor;
import dev.kvsql.inspect.FileBytes;
import java.util.List;
import java.util.Optional;

/**
 * Whether a change took rows away: every row that its table's tree led to before must be in that
 * table afterwards with the same values. A row counts when its whole payload can be read; a row of
 * sqlite_schema as any other, so a table that is gone, or has another root, is a loss.
 */
public final class RowLoss {
  private static final String SCHEMA = "sqlite_schema";

  private final Pages before;
  private final Pages after;

  private RowLoss(Pages before, Pages after) {
    this.before = before;
    this.after = after;
  }

  /** A file with what it takes to read it. */
  private record Pages(DatabaseHeader header, ByteSource file) {
    /** Nothing when there is no main file, or nothing tells its page size. */
    static Optional<Pages> of(ChunkStore store) {
      Optional<FileBytes> file = FileBytes.of(store, FileTag.MAIN);
      return file.flatMap(HeaderGuess::of).map(guess -> new Pages(guess.header(), file.get()));
    }

    /** The rows of one table: another table's claims to its pages do not count here. */
    DatabaseRows rows() {
      return DatabaseRows.of(header, file);
    }
  }

  /**
   * The first row found that is lost, if any is. Reads both main files as they are stored, without
   * what a journal or a WAL would change, in the order of the tables; memory does not grow with
   * them.
   *
   * @throws dev.kvsql.chunk.StoreException.Damaged when the meta of a main file is malformed
   */
  public static Optional<LostRow> between(ChunkStore before, ChunkStore after) {
    Optional<Pages> old = Pages.of(before);
    if (old.isEmpty()) {
      return Optional.empty();
    }
    // Without a page that can be read, the first row there was is lost.
    Pages now = Pages.of(after).orElse(new Pages(old.get().header, ByteSource.of(new byte[0])));
    return new RowLoss(old.get(), now).first();
  }

  private Optional<LostRow> first() {
    Optional<LostRow> lost = lost(SCHEMA, DatabaseRows::schemaTable);
    if (lost.isPresent()) {
      return lost;
    }
    List<SchemaEntry> schema = before.rows().schema().entries();
    for (SchemaEntry entry : schema) {
      if (entry.type().equals("table") && entry.root() != 0) {
        lost = lost(entry.name(), rows -> rows.table(entry.root()));
        if (lost.isPresent()) {
          return lost;
        }
      }
    }
    return Optional.empty();
  }

  /** Where the rows of a table are. */
  interface Tree {
    TreeCursor in(DatabaseRows rows);
  }

  private Optional<LostRow> lost(String table, Tree tree) {
    RowPrint print = RowPrint.between(before.header, after.header);
    return new TableLoss(table, () -> tree.in(before.rows()), () -> tree.in(after.rows()), print)
        .first();
  }
}
