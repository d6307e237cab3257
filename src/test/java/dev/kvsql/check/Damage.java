package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A real database, written by SQLite through a mount, whose keys are then changed by hand. */
public final class Damage {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final MemoryChunkStore store;

  private Damage(MemoryChunkStore store) {
    this.store = store;
  }

  /** A database without a key. */
  public static Damage empty() {
    return new Damage(new MemoryChunkStore());
  }

  /** A database that these statements make. */
  public static Damage database(String... sql) throws SQLException {
    return empty().run(sql);
  }

  /** Page 1 has the schema, page 2 the root, and each row one of the 20 pages after it. */
  public static Damage pages22() throws SQLException {
    return database(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
        INSERT INTO t SELECT i, printf('%.*c', 3000, 'x') FROM n\
        """);
  }

  /** Pages of 1024 bytes, 86 of them: the last chunk, 21, is half full. */
  public static Damage pages86Of1024() throws SQLException {
    return database(
        "PRAGMA page_size=1024",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 84)
        INSERT INTO t SELECT i, printf('%.*c', 900, 'x') FROM n\
        """);
  }

  /** The whole content of files that plain SQLite wrote. */
  public static Damage ofFile(byte[] main) {
    return empty().file(FileTag.MAIN, main);
  }

  /**
   * What a crash leaves in the middle of a commit: main is written, its journal not yet deleted.
   */
  public static Damage crashedCommit(Damage before, String update) throws SQLException {
    MemoryChunkStore crashed = new MemoryChunkStore();
    ChunkStore watched =
        new TracingChunkStore(
            before.store,
            batch -> {
              if (deletesJournal(batch)) {
                copy(before.store, crashed);
              }
            });
    run(watched, "PRAGMA journal_mode=DELETE", update);
    return new Damage(crashed);
  }

  /** What a process leaves that is killed with transactions in its WAL. */
  public static Damage crashedInWal(Damage before, String... sql) throws SQLException {
    try (Mount mount = Mount.of(before.store, MountOptions.defaults());
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      // A mount has no shared memory (sqlite.org/wal.html).
      statement.execute("PRAGMA locking_mode=EXCLUSIVE");
      statement.execute("PRAGMA journal_mode=WAL");
      for (String one : sql) {
        statement.execute(one);
      }
      MemoryChunkStore crashed = new MemoryChunkStore();
      copy(before.store, crashed);
      return new Damage(crashed);
    }
  }

  private static boolean deletesJournal(WriteBatch batch) {
    byte[] meta = StoreKey.meta(FileTag.JOURNAL);
    return batch.operations().stream()
        .anyMatch(operation ->
            operation instanceof WriteBatch.Delete(byte[] key) && Arrays.equals(key, meta));
  }

  private static void copy(ChunkStore from, ChunkStore to) {
    WriteBatch.Builder all = WriteBatch.builder();
    for (Iterator<Entry> entries = from.scan(KeyRange.ALL); entries.hasNext(); ) {
      Entry entry = entries.next();
      all.put(entry.key(), entry.value());
    }
    to.apply(all.build(), Durability.FORCED);
  }

  private static void run(ChunkStore store, String... sql) throws SQLException {
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }

  /** Runs statements through a mount. */
  public Damage run(String... sql) throws SQLException {
    run(store, sql);
    return this;
  }

  /** Writes a whole file, in sound chunks. */
  public Damage file(FileTag tag, byte[] content) {
    size(tag, content.length);
    for (int start = 0; start < content.length; start += CHUNK) {
      int end = Math.min(content.length, start + CHUNK);
      put(tag, start / CHUNK, Arrays.copyOfRange(content, start, end));
    }
    return this;
  }

  /** Sets the size that a file's meta says. */
  public Damage size(FileTag tag, long sizeBytes) {
    return meta(tag, new FileMeta(sizeBytes).encode());
  }

  public Damage meta(FileTag tag, byte[] value) {
    return write(WriteBatch.builder().put(StoreKey.meta(tag), value));
  }

  public Damage withoutMeta(FileTag tag) {
    return write(WriteBatch.builder().delete(StoreKey.meta(tag)));
  }

  public Damage put(FileTag tag, long chunk, byte[] value) {
    return write(WriteBatch.builder().put(StoreKey.chunk(tag, chunk), value));
  }

  /** Any key, in hex. */
  public Damage key(String hex, byte... value) {
    return write(WriteBatch.builder().put(HexFormat.of().parseHex(hex), value));
  }

  /** Changes a chunk that is there. */
  public Damage change(FileTag tag, long chunk, UnaryOperator<byte[]> change) {
    byte[] value = store.get(StoreKey.chunk(tag, chunk));
    return put(tag, chunk, change.apply(Objects.requireNonNull(value, () -> tag + " " + chunk)));
  }

  /** Cuts chunks that are there, or fills them up with bytes {@code ee}. */
  public Damage resize(FileTag tag, long first, long count, int bytes) {
    for (long chunk = first; chunk < first + count; chunk++) {
      change(tag, chunk, old -> resized(old, bytes));
    }
    return this;
  }

  private static byte[] resized(byte[] old, int bytes) {
    byte[] resized = Arrays.copyOf(old, bytes);
    Arrays.fill(resized, Math.min(old.length, bytes), bytes, (byte) 0xee);
    return resized;
  }

  /** Deletes chunks. */
  public Damage delete(FileTag tag, long first, long count) {
    return write(WriteBatch.builder().deleteRange(StoreKey.chunks(tag, first, first + count)));
  }

  /** Overwrites bytes of the main file, all in one chunk. */
  public Damage poke(long offset, int... bytes) {
    return change(
        FileTag.MAIN,
        offset / CHUNK,
        chunk -> {
          for (int i = 0; i < bytes.length; i++) {
            chunk[(int) (offset % CHUNK) + i] = (byte) bytes[i];
          }
          return chunk;
        });
  }

  /** An unsigned 32-bit number of the main file, as SQLite writes it. */
  public long number(long offset) {
    byte[] chunk = Objects.requireNonNull(store.get(StoreKey.chunk(FileTag.MAIN, offset / CHUNK)));
    return Integer.toUnsignedLong(ByteBuffer.wrap(chunk).getInt((int) (offset % CHUNK)));
  }

  public MemoryChunkStore store() {
    return store;
  }

  /** What a full check finds. */
  public DatabaseReport check() {
    return DatabaseCheck.of("main", store, Level.FULL);
  }

  private Damage write(WriteBatch.Builder batch) {
    store.apply(batch.build(), Durability.FORCED);
    return this;
  }
}
