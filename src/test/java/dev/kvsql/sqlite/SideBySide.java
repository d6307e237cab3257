package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.StoreShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The same SQL on a plain file, by SQLite's own VFS, and on a mount. After each statement both must
 * have said the same, and SQLite must see the same bytes in the main file; when nobody is in a
 * transaction the store must hold those bytes too, and the same journal or WAL beside them.
 */
final class SideBySide implements AutoCloseable {
  private final Path file;
  private final MemoryChunkStore store;
  private final MountCache cache;

  /** Whether both sides have come here by the same statements. */
  private final boolean sameWay;

  private final Mount mount;
  private final List<Both> open = new ArrayList<>();

  private SideBySide(Path file, MemoryChunkStore store, MountCache cache, boolean sameWay)
      throws SQLException {
    this.file = file;
    this.store = store;
    this.cache = cache;
    this.sameWay = sameWay;
    mount = Mount.of(store, cache.options());
  }

  /** An empty database on both sides. */
  static SideBySide empty(Path dir, MountCache cache) throws IOException, SQLException {
    Path file = Files.createTempDirectory(dir, "side").resolve("0.db");
    return new SideBySide(file, new MemoryChunkStore(), cache, true);
  }

  /**
   * What both sides would find had they been killed now; this one can go on all the same. On disk
   * there is more than in the store, which has seen neither what was not yet synced nor what was
   * not yet committed: they come to the same database, but not to the same free pages, nor to the
   * same remains of a journal.
   */
  SideBySide killed() throws IOException, SQLException {
    return new SideBySide(copiedFiles(), StoreContents.copy(store), cache, false);
  }

  /** Both sides start from what is on the disk now: a database that SQLite left to the store. */
  SideBySide imported() throws IOException, SQLException {
    Path copy = copiedFiles();
    MemoryChunkStore chunks = new MemoryChunkStore();
    for (FileTag tag : FileTag.values()) {
      Path from = Image.path(copy, tag);
      if (tag != FileTag.SHM && Files.exists(from)) {
        Image.onDisk(from).copyTo(chunks, tag);
      }
    }
    return new SideBySide(copy, chunks, cache, true);
  }

  /**
   * Leaves in the store what an interrupted truncate leaves there: a last chunk of full length, and
   * chunks past the end. Nobody may have the database open.
   */
  void litter(int chunks) throws IOException {
    byte[] disk = Image.onDisk(file).bytes();
    int first = disk.length / StoreKey.CHUNK_BYTES;
    List<Entry> left = new ArrayList<>();
    for (int index = first; index <= first + chunks; index++) {
      byte[] chunk = new byte[StoreKey.CHUNK_BYTES];
      Arrays.fill(chunk, (byte) 0x5a);
      if (index == first) {
        int kept = disk.length % StoreKey.CHUNK_BYTES;
        System.arraycopy(disk, disk.length - kept, chunk, 0, kept);
      }
      left.add(new Entry(StoreKey.chunk(FileTag.MAIN, index), chunk));
    }
    StoreContents.fill(store, left);
  }

  private Path copiedFiles() throws IOException {
    Path copy = Files.createTempDirectory(file.getParent(), "copy").resolve("0.db");
    for (FileTag tag : FileTag.values()) {
      Path from = Image.path(file, tag);
      if (tag != FileTag.SHM && Files.exists(from)) {
        Files.copy(from, Image.path(copy, tag));
      }
    }
    return copy;
  }

  /** One more connection on each side, set up as a mount sets up its own. */
  Both connect() throws IOException, SQLException {
    Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file);
    boolean wal =
        Files.exists(Image.path(file, FileTag.WAL)) || Image.onDisk(file).isDatabaseInWalMode();
    if (!wal) {
      Sql.run(plain, "PRAGMA journal_mode=MEMORY");
    }
    Both both = new Both(plain, mount.connect());
    open.add(both);
    both.ask("PRAGMA busy_timeout=0");
    return both;
  }

  /** The main file's size in bytes, the same on both sides. */
  long sizeBytes() throws IOException {
    return Files.size(file);
  }

  /** The size in bytes of a journal or WAL on disk and, compared before, in the store. */
  long sizeBytes(FileTag tag) throws IOException {
    return Files.size(Image.path(file, tag));
  }

  /** Compares what SQLite sees, and that much only; returns what is on disk. */
  private Image compareSeen(String after) throws IOException {
    Image disk = comparable(Image.onDisk(file));
    if (mount.main().isPresent()) {
      Image seen = comparable(Image.of(mount.main().get()));
      seen.assertEquals(disk, "seen through the mount, " + after);
    }
    return disk;
  }

  /** Compares the store as well: nobody is in a transaction. */
  private void compare(String after) throws IOException {
    Image disk = compareSeen(after);
    Image stored = comparable(Image.inStore(store, FileTag.MAIN));
    stored.assertEquals(disk, "in the store, " + after);
    if (sameWay) {
      Sidecars.assertSame(file, store, after);
    }
    StoreShape.assertWellFormed(store);
    if (mount.main().isPresent()) {
      ChunkFile main = mount.main().get();
      boolean isNew = store.get(StoreKey.meta(FileTag.MAIN)) == null;
      assertThat(main.isPending()).as("something is not handed over, %s", after).isEqualTo(isNew);
      assertThat(isNew ? List.of() : Coherence.examine(main, store)).as(after).isEmpty();
    }
  }

  private Image comparable(Image image) {
    return sameWay ? image : image.withoutFreePages();
  }

  /** Lets everybody go; then a new connection must find a whole database, on cold caches. */
  @Override
  public void close() throws SQLException, IOException {
    try {
      closeConnections();
      Both last = connect();
      assertThat(last.ask("PRAGMA integrity_check")).isEqualTo("ok");
      closeConnections();
    } finally {
      mount.close();
    }
  }

  /** Closes every connection. */
  void closeConnections() throws SQLException, IOException {
    while (!open.isEmpty()) {
      open.getLast().close();
    }
    compare("closed");
  }

  /** A connection to the file and one to the mount. */
  final class Both implements AutoCloseable {
    private final Connection plain;
    private final Connection mounted;

    private Both(Connection plain, Connection mounted) {
      this.plain = plain;
      this.mounted = mounted;
    }

    /**
     * Runs statements after each of which nobody is in a transaction.
     *
     * @return what the last one said
     */
    String run(String... statements) throws IOException {
      String said = "";
      for (String sql : statements) {
        said = succeeding(sql);
        compare("after " + sql);
      }
      return said;
    }

    /**
     * Runs statements after which the store need not have everything: they are in a transaction.
     */
    String within(String... statements) throws IOException {
      String said = "";
      for (String sql : statements) {
        said = succeeding(sql);
        compareSeen("after " + sql);
      }
      return said;
    }

    /** Runs a statement and compares the answers only: the sides came here on different ways. */
    String ask(String sql) {
      return succeeding(sql);
    }

    /** Runs a statement that fails; returns why. */
    String failing(String sql) throws IOException {
      String said = both(sql);
      assertThat(said).as(sql).startsWith(Said.ERROR);
      compareSeen("after " + sql);
      return said;
    }

    private String succeeding(String sql) {
      String said = both(sql);
      assertThat(said).as(sql).doesNotStartWith(Said.ERROR);
      return said;
    }

    private String both(String sql) {
      String said = Said.by(plain, sql);
      assertThat(Said.by(mounted, sql)).as(sql).isEqualTo(said);
      return said;
    }

    @Override
    public void close() throws SQLException {
      open.remove(this);
      plain.close();
      mounted.close();
    }
  }
}
