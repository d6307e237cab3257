package dev.kvsql.repair.rebuild;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.format.ByteSource;
import dev.kvsql.format.HeaderGuess;
import dev.kvsql.inspect.FileBytes;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A salvage of a damaged database: each row that can still be read goes into a new database, into
 * its own table or, where that is not certain or does not take it, into one beside the others
 * (sqlite.org/recovery.html describes the same of SQLite's own shell). The damaged one is read
 * only.
 */
public final class Rebuild {
  private final HeaderGuess header;
  private final ByteSource file;
  private final Reading plan;

  private Rebuild(HeaderGuess header, ByteSource file, Reading plan) {
    this.header = header;
    this.file = file;
    this.plan = plan;
  }

  /**
   * Reads a damaged database to see what can be had of it; a pending journal or WAL is applied to a
   * copy first. Nothing when there is no main file, or no page of it tells the page size.
   *
   * @throws dev.kvsql.chunk.StoreException when the store cannot be read
   */
  public static Optional<Rebuild> of(ChunkStore damaged) throws SQLException {
    Optional<FileBytes> file = DamagedView.of(damaged);
    Optional<HeaderGuess> header = file.flatMap(HeaderGuess::of);
    if (file.isEmpty() || header.isEmpty()) {
      return Optional.empty();
    }
    Reading plan = SalvageWalk.run(header.get(), file.get(), RowSink.NONE);
    return Optional.of(new Rebuild(header.get(), file.get(), plan));
  }

  /** What can be read. */
  public Reading plan() {
    return plan;
  }

  /**
   * Fills an empty database. Commits every 16 MiB; when it throws, what was filled is the caller's
   * to discard.
   *
   * @throws SQLException when the new database cannot be written
   */
  public RebuildReport carryOut(ChunkStore target) throws SQLException {
    try (TargetDatabase database = TargetDatabase.create(target, header.header())) {
      Reading reading = SalvageWalk.run(header, file, database);
      return database.finish(reading);
    }
  }
}
