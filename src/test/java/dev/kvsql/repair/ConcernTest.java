package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.file.TruncatePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody should know before a file is truncated. */
final class ConcernTest {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  @TempDir private Path dir = Path.of("");
  private Optional<ChecksumMap> checksums = Optional.empty();

  @Test
  void aSoundDatabaseGivesNoConcern() throws Exception {
    Damage database = Damage.pages86Of1024().file(FileTag.SHM, new byte[5000]);
    keepChecksums(database);

    assertThat(concerns(database, FileTag.MAIN, 100)).isEmpty();
    assertThat(concerns(database, FileTag.MAIN, 1_000_000)).isEmpty();
    assertThat(concerns(database, FileTag.SHM, 100)).isEmpty();
  }

  @Test
  void aHotJournalIsToldWhenMainOrTheJournalIsTruncated() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 9")
            .file(FileTag.SHM, new byte[100]);

    assertThat(concerns(database, FileTag.MAIN, 5000))
        .containsExactly(hot(FileTag.JOURNAL, FileTag.MAIN));
    assertThat(concerns(database, FileTag.MAIN, 0))
        .containsExactly(hot(FileTag.JOURNAL, FileTag.MAIN));
    assertThat(concerns(database, FileTag.MAIN, 1 << 30))
        .containsExactly(hot(FileTag.JOURNAL, FileTag.MAIN));
    assertThat(concerns(database, FileTag.JOURNAL, 5000))
        .containsExactly(hot(FileTag.JOURNAL, FileTag.JOURNAL));
    assertThat(concerns(database, FileTag.SHM, 0)).isEmpty();
    assertThat(concerns(database, FileTag.MAIN, size(database, FileTag.MAIN))).isEmpty();
  }

  @Test
  void aJournalBesideAnEmptyMainFileIsHotOnceThatGrows() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 9")
            .delete(FileTag.MAIN, 0, 100)
            .size(FileTag.MAIN, 0);

    assertThat(concerns(database, FileTag.MAIN, 1))
        .containsExactly(hot(FileTag.JOURNAL, FileTag.MAIN));
    assertThat(concerns(database, FileTag.JOURNAL, 0)).isEmpty();
  }

  @Test
  void aWalWithTransactionsIsToldWhenMainOrTheWalIsTruncated() throws Exception {
    Damage database = wal();

    assertThat(concerns(database, FileTag.MAIN, 100))
        .containsExactly(hot(FileTag.WAL, FileTag.MAIN));
    assertThat(concerns(database, FileTag.WAL, 100)).containsExactly(hot(FileTag.WAL, FileTag.WAL));
  }

  @Test
  void aSidecarWhoseSizeIsNotKnownIsNotHot() throws Exception {
    Damage database = wal().meta(FileTag.WAL, new byte[3]).meta(FileTag.JOURNAL, new byte[0]);

    assertThat(concerns(database, FileTag.MAIN, 100)).isEmpty();
  }

  @Test
  void checksumsThatAreWrongAreToldForChunksThatAreWrittenOrDeleted() {
    Damage database = Damage.ofFile(new byte[5 * CHUNK + 7]);
    keepChecksums(database);
    database.poke(2 * CHUNK, 1);
    Concern wrong = new Concern.ChecksumsWrong(FileTag.MAIN);

    assertThat(concerns(database, FileTag.MAIN, 2 * CHUNK)).containsExactly(wrong);
    assertThat(concerns(database, FileTag.MAIN, 3 * CHUNK - 1)).containsExactly(wrong);
    assertThat(concerns(database, FileTag.MAIN, 3 * CHUNK)).isEmpty();
    assertThat(concerns(database, FileTag.MAIN, 9 * CHUNK)).isEmpty();
    database.poke(5 * CHUNK, 1);
    assertThat(concerns(database, FileTag.MAIN, 9 * CHUNK)).containsExactly(wrong);
    assertThat(concerns(database, FileTag.MAIN, 5 * CHUNK + 7)).isEmpty();
  }

  @Test
  void whatStaysPastTheEndIsTold() {
    Damage database = Damage.ofFile(new byte[2 * CHUNK + 7]).put(FileTag.MAIN, 5, new byte[1]);
    Concern left = new Concern.LeftPastEnd(FileTag.MAIN);

    assertThat(concerns(database, FileTag.MAIN, 2 * CHUNK + 7)).containsExactly(left);
    assertThat(concerns(database, FileTag.MAIN, 5 * CHUNK)).containsExactly(left);
    assertThat(concerns(database, FileTag.MAIN, 5 * CHUNK + 1)).isEmpty();
    assertThat(concerns(database, FileTag.MAIN, 7)).isEmpty();
    database.delete(FileTag.MAIN, 5, 1).resize(FileTag.MAIN, 2, 1, 8);
    assertThat(concerns(database, FileTag.MAIN, 2 * CHUNK + 7)).containsExactly(left);
    assertThat(concerns(database, FileTag.MAIN, 2 * CHUNK + 6)).isEmpty();
    assertThat(concerns(database, FileTag.MAIN, 2 * CHUNK + 8)).isEmpty();
  }

  private static Concern hot(FileTag journal, FileTag truncated) {
    return new Concern.RecoveryPending(journal, truncated);
  }

  private List<Concern> concerns(Damage database, FileTag file, long size) {
    TruncatePlan plan = TruncatePlan.of(size(database, file), size);
    return new Truncation("app.kv", "main", database.store(), checksums, file, plan).concerns();
  }

  private static long size(Damage database, FileTag file) {
    return ChunkFile.open(database.store(), file, new ReadCache(0)).orElseThrow().sizeBytes();
  }

  /** Those of the chunks as they are now. */
  private void keepChecksums(Damage database) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (Entry entry : StoreContents.of(database.store(), KeyRange.ALL)) {
      if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk) {
        batch.put(entry.key(), ChecksumMap.checksum(entry.value()));
      }
    }
    MemoryChunkStore kept = new MemoryChunkStore();
    kept.apply(batch.build(), Durability.FORCED);
    checksums = Optional.of(kept::scan);
  }

  /** A database with a WAL, as it is before its checkpoint. */
  private Damage wal() throws Exception {
    Path file = dir.resolve("wal.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t(x)");
      return Damage.ofFile(Files.readAllBytes(file))
          .file(FileTag.WAL, Files.readAllBytes(dir.resolve("wal.db-wal")));
    }
  }
}
