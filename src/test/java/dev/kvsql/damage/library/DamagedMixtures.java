package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;
import static dev.kvsql.damage.library.Making.database;
import static dev.kvsql.damage.library.Making.databases;
import static dev.kvsql.damage.library.Making.filled;
import static dev.kvsql.damage.library.Making.table;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Stores with several damages, with several databases, and at limits of the format. */
final class DamagedMixtures {
  private static final int LARGE_PAGE = 65536;

  private DamagedMixtures() {}

  static List<DamagedStore> all() {
    return List.of(
        new DamagedStore(
            "several-databases",
            "Of three databases one is sound, one has orphans, and one lost a chunk of rows.",
            databases(
                Map.of(
                    "main", Damage::pages22,
                    "orders", () -> table(4096, 9, 300).put(FileTag.MAIN, 33, filled(9, 1)),
                    "users", () -> Damage.pages22().delete(FileTag.MAIN, 9, 1)))),
        new DamagedStore(
            "several-databases-to-repair",
            "Two databases have something that is safe to repair, one of them a hot journal.",
            databases(
                Map.of(
                    "main", () -> Damage.pages22().size(FileTag.SHM, 0),
                    "users",
                        () ->
                            Damage.crashedCommit(
                                Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")))),
        new DamagedStore("no-database", "The store has no database at all.", databases(Map.of())),
        new DamagedStore(
            "database-without-a-key",
            "The store has a database, and that has no key.",
            database(Damage::empty)),
        new DamagedStore(
            "a-bit-of-everything",
            "Orphans, a tail, an unknown key, old sidecars and an empty value at once.",
            database(() ->
                Damage.pages86Of1024()
                    .resize(FileTag.MAIN, 21, 1, CHUNK)
                    .put(FileTag.MAIN, 30, filled(5, 1))
                    .put(FileTag.MAIN, 41, new byte[0])
                    .put(FileTag.SHM, 1, filled(7, 1))
                    .file(FileTag.JOURNAL, new byte[600])
                    .key("0801", (byte) 1))),
        new DamagedStore(
            "hot-journal-orphans-and-an-unknown-key",
            "A process died in a commit, and older leftovers are there as well.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
                    .put(FileTag.MAIN, 40, filled(7, 1))
                    .key("0805"))),
        new DamagedStore(
            "short-meta-and-a-leaf-of-zeros",
            "The size is too small, and a page past it is all zeros.",
            database(() ->
                Damage.pages22()
                    .change(FileTag.MAIN, 15, old -> new byte[CHUNK])
                    .size(FileTag.MAIN, 9 * CHUNK))),
        new DamagedStore(
            "main-file-of-0-bytes",
            "The main file is there and has no byte: an empty database.",
            database(() -> Damage.empty().size(FileTag.MAIN, 0))),
        new DamagedStore(
            "lock-byte-page",
            "A file past 1 GiB, whose free pages and lock-byte page are not stored: nothing is wrong.",
            database(DamagedMixtures::pastTheLockByte)));
  }

  /**
   * A few rows, and then free pages up to 1 GiB and past it, which no chunk holds: as many as one
   * page of the freelist can name.
   */
  private static Damage pastTheLockByte() throws Exception {
    Damage database = table(LARGE_PAGE, 9, 40_000);
    int trunk = (int) database.number(28) + 1;
    int lockByte = (1 << 30) / LARGE_PAGE + 1;
    int pages = lockByte + 1;
    ByteBuffer list = ByteBuffer.allocate(LARGE_PAGE).putInt(0).putInt(0);
    int leaves = 0;
    for (int page = trunk + 1; page <= pages; page++) {
      if (page != lockByte) {
        list.putInt(page);
        leaves++;
      }
    }
    list.putInt(4, leaves);
    for (int chunk = 0; chunk < LARGE_PAGE / CHUNK; chunk++) {
      byte[] part = new byte[CHUNK];
      list.get(chunk * CHUNK, part);
      database.put(FileTag.MAIN, (trunk - 1L) * LARGE_PAGE / CHUNK + chunk, part);
    }
    byte[] header = ByteBuffer.allocate(12).putInt(pages).putInt(trunk).putInt(leaves + 1).array();
    for (int i = 0; i < header.length; i++) {
      database.poke(28 + i, header[i]);
    }
    return database.size(FileTag.MAIN, (long) pages * LARGE_PAGE);
  }
}
