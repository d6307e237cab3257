package dev.kvsql.damage;

import dev.kvsql.check.Recovery;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.format.ByteSource;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderResult;
import dev.kvsql.format.PageCensus;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of a main file as SQLite sees them once it has recovered what there is to recover. */
record MainImage(byte[] bytes) {
  /** A damaged meta may tell of terabytes; what no header counts is not looked at. */
  private static final long MOST_BYTES = 4 << 20;

  /** Opens a copy of the database, as an application would. */
  static MainImage of(ChunkStore chunks) throws SQLException {
    OverlayChunkStore copy = new OverlayChunkStore(chunks);
    Recovery.recover(copy);
    return ChunkFile.open(copy, FileTag.MAIN, new ReadCache(0))
        .map(MainImage::read)
        .orElseGet(() -> new MainImage(new byte[0]));
  }

  private static MainImage read(ChunkFile file) {
    byte[] bytes = new byte[(int) Math.min(file.sizeBytes(), MOST_BYTES)];
    file.read(0, MemorySegment.ofArray(bytes));
    return new MainImage(bytes);
  }

  /** The header, when there is a valid one. */
  Optional<DatabaseHeader> header() {
    return DatabaseHeader.parse(bytes) instanceof HeaderResult.Valid(DatabaseHeader valid)
        ? Optional.of(valid)
        : Optional.empty();
  }

  /** What its pages are; this must be a sound database. */
  PageCensus census() {
    return PageCensus.of(header().orElseThrow(), ByteSource.of(bytes));
  }

  /**
   * The first page that this database uses and of which the other has other bytes; bytes past the
   * end are zeros. 0 when there is none.
   */
  long firstDifference(PageCensus used, MainImage other) {
    int pageSize = header().orElseThrow().pageSize();
    byte[] others = Arrays.copyOf(other.bytes, Math.max(other.bytes.length, bytes.length));
    for (int page = 1; page <= used.pageCount(); page++) {
      int from = (page - 1) * pageSize;
      int to = from + pageSize;
      if (used.inUse(page) && !Arrays.equals(bytes, from, to, others, from, to)) {
        return page;
      }
    }
    return 0;
  }

  /** What SQLite's own file VFS says about these bytes: {@code ok}, or the first complaint. */
  String integrityCheck(Path scratch) throws IOException {
    Files.write(scratch, bytes);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + scratch);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    } finally {
      Files.delete(scratch);
    }
  }
}
