package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs taken back, from the command line. */
final class UndoCommandTest {
  @TempDir private Path dir = Path.of("");
  @TempDir private Path elsewhere = Path.of("");

  @Test
  void aRecordThatIsDamagedIsRefused() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    byte[] bytes = Files.readAllBytes(undo);
    bytes[2 * 4096 + 60] ^= 1;
    Files.write(undo, bytes);

    assertRefused(
        store,
        undo,
        "not a whole undo record: cut off or damaged at byte 8192; nothing was changed");
  }

  @Test
  void aRecordThatBreaksOffIsRefused() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    byte[] bytes = Files.readAllBytes(undo);
    int end = (bytes.length - 1) / 4096 * 4096;
    Files.write(undo, Arrays.copyOf(bytes, bytes.length - 10));

    assertRefused(
        store,
        undo,
        "not a whole undo record: cut off or damaged at byte " + end + "; nothing was changed");
    Files.write(undo, Arrays.copyOf(bytes, end));
    assertRefused(store, undo, "not a whole undo record: its end is missing; nothing was changed");
  }

  @Test
  void aRecordThatLacksAnySectorIsRefused() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    byte[] whole = Files.readAllBytes(undo);
    Snapshot before = Snapshot.of(dir);
    int refused = 0;

    for (int sector = 0; sector < whole.length; sector += 512) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, sector, Math.min(sector + 512, torn.length), (byte) 0);
      if (!Arrays.equals(torn, whole)) {
        Path copy = Files.write(elsewhere.resolve("torn"), torn);
        Cli run = Cli.run("undo", store, copy);
        assertThat(run.exit()).as("without sector at %d", sector).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).contains("undo record");
        assertThat(Snapshot.of(dir)).isEqualTo(before);
        refused++;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(5);
  }

  @Test
  void anythingElseIsNoRecord() throws Exception {
    Path store = orphans();
    repaired(store);

    assertRefused(store, store, "not an undo record, or its head is damaged; nothing was changed");
    assertRefused(store, dir, "a directory, not an undo record; nothing was changed");
  }

  @Test
  void theRedoLogOfTheStoreIsNoRecord() throws Exception {
    Path store = orphans();
    Path log = elsewhere.resolve("app.kv.redo");
    try (Store open = MapDbStore.open(store, Access.WRITE)) {
      WriteBatch batch = WriteBatch.builder().put(new byte[] {1}, new byte[10]).build();
      open.database("main").apply(batch, Durability.FORCED);
      Files.copy(dir.resolve("app.kv.redo"), log);
    }

    assertRefused(store, log, "the redo log of a store, not an undo record; nothing was changed");
  }

  private void assertRefused(Path store, Path undo, String message) throws IOException {
    Snapshot before = Snapshot.of(dir);

    Cli.run("undo", store, undo).assertRefused(1, "kvsql undo: " + undo + ": " + message);

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aStoreThatHasMovedOnIsNotPutBack() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    Stores.change(
        store, WriteBatch.builder().put(StoreKey.chunk(FileTag.MAIN, 31), new byte[] {1}));
    Snapshot before = Snapshot.of(dir);

    Cli.run("undo", store, undo)
        .assertRefused(
            1,
            "kvsql undo: "
                + store
                + ": has changed since that repair, at key 080101000000001f; nothing was changed");

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aDatabaseThatWasWrittenSinceIsNotPutBack() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    Cli.clean("sql", store, "UPDATE t SET body = 'new' WHERE id = 3");
    Snapshot before = Snapshot.of(dir);

    Cli.run("undo", store, undo)
        .assertRefused(
            1,
            "kvsql undo: "
                + store
                + ": has changed since that repair, at key 0801010000000000; nothing was changed");

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void whatOtherProgramsKeepThereIsNoHindrance() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    Stores.change(store, WriteBatch.builder().put(new byte[] {1, 2}, new byte[] {3}));

    assertThat(Cli.clean("undo", store, undo)).startsWith("put 3 keys of database main back");

    assertThat(Cli.run("check", store).out()).contains("CHUNK-ORPHAN  main chunks 30-32");
  }

  @Test
  void aRecordOfAnotherStoresDatabaseIsRefused() throws Exception {
    Path undo = repaired(orphans());
    Path other = Stores.small(dir.resolve("other.kv"));
    Cli.clean("create", other, "--db", "second");

    Cli run = Cli.run("undo", Stores.of(dir.resolve("c.kv"), "x", Damage.pages22().store()), undo);

    assertThat(run.exit()).isEqualTo(10);
    assertThat(run.err()).hasLineCount(1).contains("no database main; it has x");
  }

  @Test
  void aDryRunPrintsWhatWouldBePutBackAndChangesNothing() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .size(FileTag.MAIN, 20 * 4096)
                .put(FileTag.WAL, 0, new byte[9])
                .put(FileTag.WAL, 1, new byte[9])
                .put(FileTag.SHM, 3, new byte[9])
                .size(FileTag.JOURNAL, 0)
                .store());
    Path undo = repaired(store);
    Snapshot before = Snapshot.of(dir);

    String shown = Cli.clean("undo", store, undo, "--dry-run");

    assertThat(shown.replaceFirst("repair of [0-9-]+T[0-9:.]+Z", "repair of TIME"))
        .isEqualTo(
            """
            STORE main: undo of the repair of TIME, 5 keys
              it did: raise main's size from 81,920 to 90,112 bytes
              it did: delete the wal file
              it did: delete the shm file
              it did: delete the journal file
              main meta: 90,112 -> 81,920 bytes
              journal meta: put back, 0 bytes
              wal chunks 0-1 (2): put back
              shm chunk 3: put back
            nothing was changed; to do this: kvsql undo STORE UNDO
            """
                .replace("STORE", store.toString())
                .replace("UNDO", undo.toString()));
    assertThat(Snapshot.of(dir)).isEqualTo(before);
    assertThat(Cli.clean("undo", store, undo)).startsWith("put 5 keys of database main back");
  }

  @Test
  void aDryRunTellsWhyTheStoreCannotBePutBack() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    Stores.change(
        store, WriteBatch.builder().put(StoreKey.chunk(FileTag.MAIN, 31), new byte[] {1}));
    Snapshot before = Snapshot.of(dir);

    Cli moved = Cli.run("undo", store, undo, "--dry-run");

    assertThat(moved.exit()).isEqualTo(1);
    assertThat(moved.out()).hasLineCount(3).endsWith("  main chunks 30-32 (3): put back\n");
    assertThat(moved.err())
        .isEqualTo(
            "kvsql undo: "
                + store
                + ": has changed since that repair, at key 080101000000001f; nothing was changed"
                + System.lineSeparator());
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aDryRunTellsThatTheRepairWasTakenBackAlready() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    Cli.clean("undo", store, undo);
    Snapshot before = Snapshot.of(dir);

    Cli back = Cli.run("undo", store, undo, "--dry-run");

    assertThat(back.exit()).isEqualTo(1);
    assertThat(back.out()).hasLineCount(3);
    assertThat(back.err())
        .isEqualTo(
            "kvsql undo: "
                + store
                + ": is as before that repair already; nothing was changed"
                + System.lineSeparator());
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aDryRunRefusesWhatIsNoRecordOrNoStore() throws Exception {
    Path store = orphans();
    Path undo = repaired(store);
    Path missing = elsewhere.resolve("missing.kv");

    Cli.run("undo", missing, undo, "--dry-run")
        .assertRefused(10, "kvsql undo: " + missing + ": no such file");
    Cli.run("undo", store, store, "--dry-run")
        .assertRefused(
            1,
            "kvsql undo: "
                + store
                + ": not an undo record, or its head is damaged; nothing was changed");
  }

  private Path orphans() throws Exception {
    return Stores.orphans(dir.resolve("app.kv"));
  }

  private Path repaired(Path store) {
    Path undo = dir.resolve("app.undo");
    assertThat(Cli.run("repair", store, "--apply", "--undo-file", undo).exit()).isZero();
    return undo;
  }
}
