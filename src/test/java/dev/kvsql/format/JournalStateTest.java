package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.format.JournalState.Empty;
import dev.kvsql.format.JournalState.Hot;
import dev.kvsql.format.JournalState.MainEmpty;
import dev.kvsql.format.JournalState.NotAJournal;
import dev.kvsql.format.JournalState.Zeroed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JournalStateTest {
  private static final long MAGIC = 0xd9d505f920a163d7L;
  private static final int SECTOR = 512;
  private static final int RECORD = 1024 + 8;
  private static final String[] TABLE = {
    "pragma page_size=1024",
    "create table t(a)",
    "insert into t select zeroblob(500) from pragma_function_list limit 100",
    "pragma cache_size=5"
  };

  @TempDir Path dir;

  @Test
  void aJournalThatSqliteRollsBackIsHot() throws Exception {
    Path copy = dir.resolve("copy.db");
    long pages;
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), TABLE)) {
      pages = database.number("pragma page_count");
      database.run("begin", "update t set a = randomblob(900)");
      Files.write(copy, database.bytes());
      Files.write(Path.of(copy + "-journal"), database.bytes("-journal"));
      byte[] journal = database.bytes("-journal");

      Hot hot = (Hot) JournalState.of(ByteSource.of(journal), Files.size(copy));
      assertThat(hot.hot()).isTrue();
      assertThat(hot.superJournal()).isEmpty();
      assertThat(hot.header().pageSize()).isEqualTo(1024);
      assertThat(hot.header().originalPageCount()).isEqualTo(pages);
      assertThat(hot.header().recordCount()).isPositive();
      assertThat(hot.records())
          .as("the cache spilled more than once, and each time began a new header")
          .isGreaterThan(hot.header().recordCount());
      assertThat(hot.records()).isLessThanOrEqualTo(pages);
    }
    try (RealDatabase recovered = RealDatabase.open(copy)) {
      assertThat(recovered.number("select count(*) from t where a = zeroblob(500)")).isEqualTo(100);
      assertThat(Path.of(copy + "-journal")).doesNotExist();
    }
  }

  @Test
  void aJournalThatSqliteNeverSyncedIsZeroed() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), TABLE)) {
      database.run("pragma cache_size=1000", "begin", "update t set a = 1 where rowid = 1");
      byte[] journal = database.bytes("-journal");
      assertThat(journal).isNotEmpty();
      assertThat(JournalState.of(ByteSource.of(journal), 4096)).isEqualTo(new Zeroed());
    }
  }

  @Test
  void withoutSyncsTheRecordsGoToTheEndOfTheFile() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), TABLE)) {
      database.run("pragma synchronous=off", "begin", "update t set a = randomblob(900)");
      byte[] journal = database.bytes("-journal");
      Hot hot = (Hot) JournalState.of(ByteSource.of(journal), 4096);
      assertThat(hot.header().recordCount()).isEqualTo(JournalHeader.TO_THE_END);
      assertThat(hot.records())
          .isEqualTo((journal.length - hot.header().sectorSize()) / RECORD)
          .isPositive();
    }
  }

  @Test
  void aPersistentJournalIsZeroedAfterItsTransaction() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), TABLE)) {
      database.run("pragma journal_mode=persist", "update t set a = 1");
      byte[] journal = database.bytes("-journal");
      assertThat(journal.length).isGreaterThan(SECTOR);
      JournalState state = JournalState.of(ByteSource.of(journal), 4096);
      assertThat(state).isEqualTo(new Zeroed());
      assertThat(state.hot()).isFalse();
    }
  }

  @Test
  void aTruncatedJournalIsEmpty() throws Exception {
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), TABLE)) {
      database.run("pragma journal_mode=truncate", "update t set a = 1");
      assertThat(state(database.bytes("-journal"))).isEqualTo(new Empty());
    }
  }

  @Test
  void aJournalBesideAnEmptyMainFileIsDeleted() {
    ByteSource journal = ByteSource.of(journal(1));
    assertThat(JournalState.of(journal, 0)).isEqualTo(new MainEmpty());
    assertThat(JournalState.of(journal, 1).hot()).isTrue();
  }

  @Test
  void aWrongMagicIsNoJournal() {
    byte[] journal = journal(1);
    journal[7] ^= 1;
    assertThat(state(journal)).isEqualTo(new NotAJournal());
  }

  @Test
  void lessThanTheHeadersSectorIsNoJournal() {
    assertThat(state(Arrays.copyOf(journal(0), SECTOR)).hot()).isTrue();
    assertThat(state(Arrays.copyOf(journal(0), SECTOR - 1))).isEqualTo(new NotAJournal());
    assertThat(state(Arrays.copyOf(journal(0), 27))).isEqualTo(new NotAJournal());
    assertThat(state(new byte[] {1})).isEqualTo(new NotAJournal());
    assertThat(state(new byte[] {0})).isEqualTo(new Zeroed());
  }

  @ParameterizedTest
  @CsvSource({
    "20, 16", "20, 0", "20, 100", "20, 131072", "20, -2147483648",
    "24, 256", "24, 0", "24, 1000", "24, 131072", "24, -2147483648"
  })
  void implausibleSizesAreNoJournal(int offset, int value) {
    byte[] journal = Arrays.copyOf(journal(1), 1 << 20);
    ByteBuffer.wrap(journal).putInt(offset, value);
    assertThat(state(journal)).isEqualTo(new NotAJournal());
  }

  @Test
  void everyFieldOfTheHeaderComesFromItsOffset() {
    byte[] journal = journal(3);
    ByteBuffer.wrap(journal).putInt(12, 0xf0000001).putInt(16, 0xf0000002);
    assertThat(state(journal))
        .isEqualTo(new Hot(new JournalHeader(3, 0xf0000001L, 0xf0000002L, SECTOR, 1024), 3));
  }

  @Test
  void recordsThatTheFileHasNoRoomForDoNotCount() {
    byte[] journal = journal(3);
    ByteBuffer.wrap(journal).putInt(8, 1000);
    assertThat(records(journal)).isEqualTo(3);
    assertThat(records(Arrays.copyOf(journal, journal.length - 1))).isEqualTo(2);
  }

  @Test
  void theRecordsOfLaterHeadersCountToo() {
    byte[] first = journal(3);
    int next = (first.length + SECTOR - 1) / SECTOR * SECTOR;
    byte[] both = Arrays.copyOf(first, next + journal(2).length);
    System.arraycopy(journal(2), 0, both, next, journal(2).length);
    assertThat(records(both)).isEqualTo(5);
    both[next] ^= 1;
    assertThat(records(both)).isEqualTo(3);
  }

  @Test
  void aSuperJournalIsNamedAtTheEnd() {
    assertThat(superJournal("/tmp/a.db-mj0123", 0)).contains("/tmp/a.db-mj0123");
    assertThat(superJournal("/tmp/ä.db-mj0123", 0)).contains("/tmp/ä.db-mj0123");
    assertThat(superJournal("/tmp/a.db-mj0123", 1)).isEmpty();
    assertThat(((Hot) state(journal(1))).superJournal()).isEmpty();
  }

  @Test
  void aSuperJournalNameLongerThanTheFileIsNone() {
    byte[] journal = withSuperJournal("/tmp/a.db-mj0123", 0);
    ByteBuffer.wrap(journal).putInt(journal.length - 16, 0x7fffffff);
    assertThat(((Hot) state(journal)).superJournal()).isEmpty();
  }

  private static Optional<String> superJournal(String name, int checksumError) {
    return ((Hot) state(withSuperJournal(name, checksumError))).superJournal();
  }

  private static byte[] withSuperJournal(String name, int checksumError) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int sum = checksumError;
    for (byte b : bytes) {
      sum += b;
    }
    byte[] journal = journal(1);
    return ByteBuffer.allocate(journal.length + 4 + bytes.length + 16)
        .put(journal)
        .putInt(1048577)
        .put(bytes)
        .putInt(bytes.length)
        .putInt(sum)
        .putLong(MAGIC)
        .array();
  }

  /** A journal with one header and that many records of zeros. */
  private static byte[] journal(int records) {
    byte[] bytes = new byte[SECTOR + records * RECORD];
    ByteBuffer.wrap(bytes)
        .putLong(MAGIC)
        .putInt(records)
        .putInt(99)
        .putInt(7)
        .putInt(SECTOR)
        .putInt(1024);
    return bytes;
  }

  private static long records(byte[] journal) {
    return ((Hot) state(journal)).records();
  }

  private static JournalState state(byte[] journal) {
    return JournalState.of(ByteSource.of(journal), 4096);
  }
}
