package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.format.JournalState;
import dev.kvsql.format.WalState;
import dev.kvsql.inspect.FileBytes;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What SQLite does at the next open: roll back a hot journal, or check-point a WAL. Tells whether
 * it would, and lets it do so.
 */
public final class Recovery {
  private Recovery() {}

  /**
   * The sidecars that are hot: the next open brings their content into the main file.
   *
   * @param mainBytes size of the main file: beside an empty one SQLite deletes a journal
   */
  public static List<FileTag> pending(ChunkStore chunks, long mainBytes) {
    return Stream.of(FileTag.JOURNAL, FileTag.WAL)
        .filter(file ->
            bytes(chunks, file).filter(found -> isHot(chunks, file, found, mainBytes)).isPresent())
        .toList();
  }

  private static boolean isHot(ChunkStore chunks, FileTag file, FileBytes bytes, long mainBytes) {
    return file == FileTag.WAL
        ? WalState.of(bytes).hot()
        : JournalState.of(bytes, mainBytes) instanceof JournalState.Hot hot
            && !isCommitted(chunks, hot);
  }

  /**
   * Whether the transaction of a journal was committed, because its super-journal is gone: the
   * store does not keep it, and there is no such file either, if its main database was one.
   */
  static boolean isCommitted(ChunkStore chunks, JournalState.Hot journal) {
    return journal
        .superJournal()
        .filter(name ->
            chunks.superJournals().get(name.getBytes(StandardCharsets.UTF_8)) == null
                && !new File(name).exists())
        .isPresent();
  }

  /** Nothing also when its size is not known: SQLite cannot open the database then. */
  private static Optional<FileBytes> bytes(ChunkStore chunks, FileTag file) {
    return FileMeta.sizeIn(chunks, file).isPresent()
        ? FileBytes.of(chunks, file)
        : Optional.empty();
  }

  /**
   * Recovers a database in place; give it an overlay to leave the store as it is.
   *
   * @throws SQLException when SQLite cannot
   */
  public static void recover(ChunkStore chunks) throws SQLException {
    try (Mount mount = Mount.of(chunks, MountOptions.of(MountOptions.Use.RECOVER));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      // Reading anything makes SQLite recover first; it does nothing when there is no WAL.
      statement.execute("SELECT count(*) FROM sqlite_schema");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }
}
