package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * Repairs of stores that cannot be opened or read: what is told, that the commands that are named
 * work, and what they leave.
 */
final class RescueCommandTest {
  private static final String COUNT = "SELECT count(*) FROM t";

  @TempDir private Path dir = Path.of("");

  @Test
  void aStoreWithABrokenHeaderIsSalvagedByTheCommandThatCheckNames() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    byte[] damaged = withBrokenHeader(store);

    assertThat(Cli.run("check", store))
        .isEqualTo(
            told(
                3,
                store,
                """
                STORE: 1 fatal
                  fatal STORE-DIRTY  store: expected a store that was closed cleanly, found STORE:\
                 not closed cleanly by the program that wrote it: the checksum of its header does\
                 not hold
                    repair: safe; try: kvsql repair STORE --apply
                """));
    String plan =
        """
        STORE: not closed cleanly by the program that wrote it: the checksum of its header does not\
         hold
          salvage what can be read into a new store:
          database main: 3 entries, 8,202 bytes
          keep the old file as app.kv.damaged
        """;
    assertThat(Cli.run("repair", store))
        .isEqualTo(
            told(3, store, plan + "nothing was changed; to do this: kvsql repair STORE --apply\n"));
    assertThat(Files.readAllBytes(store)).isEqualTo(damaged);

    assertThat(Cli.run("repair", store, "--apply"))
        .isEqualTo(
            told(
                0,
                store,
                plan
                    + """
                    salvaged; the old file is app.kv.damaged: to take this back, rename it to app.kv
                    STORE main: clean
                    """));
    assertThat(Files.readAllBytes(dir.resolve("app.kv.damaged"))).isEqualTo(damaged);
    assertThat(files()).containsExactly("app.kv", "app.kv.damaged");
    assertThat(count(store)).isEqualTo("3");
  }

  @Test
  void aFileThatMapDbDidNotCloseIsSalvaged() throws Exception {
    Path sound = Stores.small(dir.resolve("sound.kv"));
    Path store = notClosed(sound, dir.resolve("app.kv"));

    Cli repair = Cli.run("repair", store, "--apply", "--yes", "--exit-repaired");

    assertThat(repair.exit()).as(repair.toString()).isEqualTo(4);
    assertThat(repair.err()).isEmpty();
    assertThat(Stores.dump(store)).isEqualTo(Stores.dump(sound));
  }

  @Test
  void ofAStoreThatIsCutBeforeItsCatalogNothingIsLeft() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    byte[] cut = Arrays.copyOf(Files.readAllBytes(store), 1_000_000);
    Files.write(store, cut);
    Cli expected =
        told(
            3,
            store,
            """
            STORE: cut short: its header counts 2,097,152 bytes, it has 1,000,000
              nothing of it can be salvaged:
              lost: names, and maybe collections: the catalog, record 1 at byte 1,048,576 lies past\
             the end of the file
            nothing was changed; put a backup in its place, if there is one
            """);

    assertThat(Cli.run("repair", store)).isEqualTo(expected);
    assertThat(Cli.run("repair", store, "--apply", "--yes", "--exit-repaired")).isEqualTo(expected);

    assertThat(files()).containsExactly("app.kv");
    assertThat(Files.readAllBytes(store)).isEqualTo(cut);
  }

  @Test
  void aLeafOfZerosCostsItsKeysAndIsToldByItsFirstAndLast() throws Exception {
    Path store = large(dir.resolve("app.kv"));
    byte[] damaged = withoutALeaf(store);

    Cli check = Cli.run("check", store);
    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.out())
        .contains("fatal RECORD-UNREADABLE  database: expected records that can be read, found ")
        .contains("try: kvsql repair " + store + " --apply --allow RECORD-UNREADABLE\n");
    assertThat(Cli.run("repair", store, "--apply", "--yes").out())
        .isEqualTo(
            store
                + " main: nothing to repair safely\n"
                + "  left: RECORD-UNREADABLE at database, the store would be salvaged, without it;"
                + " to do this: kvsql repair "
                + store
                + " --apply --allow RECORD-UNREADABLE\n");
    assertThat(Files.readAllBytes(store)).isEqualTo(damaged);

    Cli repair =
        Cli.run("repair", store, "--apply", "--allow", "RECORD-UNREADABLE", "--exit-repaired");

    assertSalvagedBut27Chunks(repair, store, "");
    assertThat(Files.readAllBytes(dir.resolve("app.kv.damaged"))).isEqualTo(damaged);
  }

  @Test
  void theCommitsOfTheLogAreSalvagedAndTheLogIsKept() throws Exception {
    Path store = large(dir.resolve("work.kv"));
    StoreBytes files = pending(store);
    Path damaged = dir.resolve("app.kv");
    files.withBase(withoutALeaf(Files.write(damaged, files.base()))).write(damaged);

    Cli repair = Cli.run("repair", damaged, "--apply", "--allow", "RECORD-UNREADABLE");

    assertSalvagedBut27Chunks(repair, damaged, ", and app.kv.damaged.redo to app.kv.redo");
    assertThat(files())
        .containsExactly("app.kv", "app.kv.damaged", "app.kv.damaged.redo", "work.kv");
    StoreBytes kept = StoreBytes.of(dir.resolve("app.kv.damaged"));
    assertThat(kept.log()).isEqualTo(files.log());
    assertThat(damaged.resolveSibling("app.kv.redo")).doesNotExist();
  }

  private static void assertSalvagedBut27Chunks(Cli repair, Path store, String andTheLog) {
    String first = repair.out().substring(0, repair.out().indexOf("  error SQLITE-INTEGRITY"));
    assertThat(new Cli(repair.exit(), first, repair.err()))
        .isEqualTo(
            told(
                3,
                store,
                """
                STORE: cannot be read: a record makes no sense to MapDB
                  salvage what can be read into a new store:
                  database main: 76 entries, 307,210 bytes
                  lost: whatever main had after main chunk 74 to the last: record 108 at byte\
                 1,178,256 has other bytes than should stand there
                  keep the old file as app.kv.damaged
                salvaged; the old file is app.kv.damaged: to take this back, rename it to app.kvLOG
                STORE main: 29 error
                  error CHUNK-MISSING  main chunks 75-101 (byte 307200): expected 110,592 bytes in\
                 27 chunks, found nothing, which reads as zeros; the database uses these pages
                    repair: lossy; try: kvsql repair STORE --apply --allow CHUNK-MISSING
                  error PAGE-TREE  main chunks 75-101 (byte 307200): expected pages 76-102 (27): a\
                 b-tree page of this tree's kind, found type byte 00
                    repair: manual; try: kvsql dump STORE 75-101
                """
                    .replace("LOG", andTheLog)));
  }

  @Test
  void aLogIsCutBeforeTheDamagedCommitByTheCommandThatCheckNames() throws Exception {
    Path store = large(dir.resolve("work.kv"));
    StoreBytes files = pending(store);
    List<Integer> frames = HostileLog.frames(files.log());
    files.log()[frames.get(1) + 5000] ^= 1;
    Path damaged = dir.resolve("app.kv");
    files.write(damaged);

    assertThat(Cli.run("check", damaged))
        .isEqualTo(
            told(
                3,
                damaged,
                """
                STORE: 1 fatal
                  fatal STORE-LOG  store: expected the redo log of this store, undamaged, found\
                 STORE.redo: frame 2 at byte 61440 is damaged: it was durable when frame 3 at byte\
                 90112 was written
                    repair: lossy; try: kvsql repair STORE --apply --allow STORE-LOG
                """));
    String plan =
        """
        STORE.redo: frame 2 at byte 61440 is damaged: it was durable when frame 3 at byte 90112 was\
         written
          keep 1 commit of the log, drop the 217,088 bytes from the damage on; keep the whole log as\
         app.kv.redo.damaged
        """;
    Cli planned =
        told(
            3,
            damaged,
            plan
                + "nothing was changed; to do this: kvsql repair STORE --apply --allow"
                + " STORE-LOG\n");
    assertThat(Cli.run("repair", damaged)).isEqualTo(planned);
    assertThat(Cli.run("repair", damaged, "--apply", "--yes", "--exit-repaired"))
        .isEqualTo(planned);
    assertThat(StoreBytes.of(damaged).log()).isEqualTo(files.log());

    assertThat(Cli.run("repair", damaged, "--apply", "--allow", "STORE-LOG", "--exit-repaired"))
        .isEqualTo(
            told(
                4,
                damaged,
                plan
                    + """
                    cut; the whole log is app.kv.redo.damaged
                    STORE: 1 notice
                      notice STORE-LOG  store: expected no redo log, found one with commits, 57,344\
                     bytes: a part of the store; the next open for writing carries it over
                        repair: safe; try: keep the .redo file beside the store
                    STORE main: clean
                    """));
    assertThat(files()).containsExactly("app.kv", "app.kv.redo", "app.kv.redo.damaged", "work.kv");
    assertThat(Files.readAllBytes(dir.resolve("app.kv.redo.damaged"))).isEqualTo(files.log());
    assertThat(count(damaged)).isEqualTo("199");
  }

  @Test
  void onlyWhatMayLoseSomethingCanBeAllowed() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));

    Cli.run("repair", store, "--apply", "--allow", "FOO")
        .assertRefused(
            2,
            "kvsql repair: Invalid value for option '--allow' (ID): 'FOO': only these can be"
                + " allowed: STORE-LOG, RECORD-UNREADABLE, META-MALFORMED, META-MISSING,"
                + " CHUNK-MISSING, SQLITE-INTEGRITY; try: kvsql repair --help");
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(dir)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static Cli told(int exit, Path store, String out) {
    return new Cli(exit, out.replaceAll("STORE(?!-)", store.toString()), "");
  }

  private static String count(Path store) {
    return Cli.clean("sql", store, "--read-only", "--mode", "csv", COUNT).lines().toList().get(1);
  }

  private static byte[] withBrokenHeader(Path store) throws IOException {
    byte[] bytes = Files.readAllBytes(store);
    bytes[100] ^= 1;
    Files.write(store, bytes);
    return bytes;
  }

  /** About 100 chunks, in some leaves. */
  private static Path large(Path store) throws SQLException {
    Cli.clean("create", store);
    Cli.clean(
        "sql",
        store,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, body)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
            + " INSERT INTO t SELECT i, zeroblob(2000) FROM n");
    return store;
  }

  /** A store as a program leaves it that ends after some commits. */
  private static StoreBytes pending(Path store) throws IOException, SQLException {
    try (Connection connection = Mount.open(store, Store.DEFAULT_DATABASE);
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= 4; i++) {
        statement.execute("DELETE FROM t WHERE id = " + i);
      }
      return StoreBytes.of(store);
    }
  }

  /** Zeros the record of one leaf. */
  private static byte[] withoutALeaf(Path store) throws IOException {
    byte[] sound = Files.readAllBytes(store);
    ByteBuffer index = ByteBuffer.wrap(sound);
    for (int slot = 32_888; slot < 40_000; slot += Long.BYTES) {
      long value = index.getLong(slot);
      int size = (int) (value >>> 48);
      if (size > 200 && size < 400) {
        byte[] bytes = sound.clone();
        int offset = (int) (value & 0xffff_ffff_fff0L);
        Arrays.fill(bytes, offset, offset + size, (byte) 0);
        Files.write(store, bytes);
        return bytes;
      }
    }
    throw new AssertionError("no leaf");
  }

  private static Path notClosed(Path sound, Path copy) throws IOException {
    Path open = sound.resolveSibling("open.kv");
    try (Store store = MapDbStore.open(sound, Access.READ);
        DB db = DBMaker.fileDB(open.toFile()).make()) {
      BTreeMap<byte[], byte[]> map =
          db.treeMap("main", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
              .valuesOutsideNodesEnable()
              .create();
      ChunkStore main = store.database("main");
      for (Iterator<Entry> scan = main.scan(KeyRange.ALL); scan.hasNext(); ) {
        Entry entry = scan.next();
        map.put(entry.key(), entry.value());
      }
      return Files.copy(open, copy);
    }
  }
}
