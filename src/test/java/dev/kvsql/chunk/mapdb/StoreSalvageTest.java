package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.kvsql.ChildJvm;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.salvage.Loss;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.mapdb.DB;
import org.mapdb.DBMaker;

/** A salvaged store takes the old one's place, or everything stays as it was. */
final class StoreSalvageTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void everyEntryIsThereAndTheOldFileUnderItsNewName() throws Exception {
    Path path = store(300);
    List<Entry> sound = StoreCopy.contents(path, Access.READ);
    byte[] damaged = breakHeader(path);

    StoreSalvage done = StoreSalvage.carryOut(path, Duration.ZERO);

    assertThat(done.kept()).isEqualTo(dir.toRealPath().resolve("a.kv.damaged"));
    assertThat(done.keptLog()).isEmpty();
    assertThat(done.report().isComplete()).isTrue();
    assertThat(names()).containsExactly("a.kv", "a.kv.damaged");
    assertThat(Files.readAllBytes(done.kept())).isEqualTo(damaged);
    assertThat(StoreCopy.contents(path, Access.WRITE)).isEqualTo(sound);
  }

  @Test
  void aPlanChangesNothing() throws Exception {
    Path path = store(3);
    breakHeader(path);
    StoreCopy.age(dir);
    var before = StoreCopy.everything(dir);

    StoreSalvage.plan(path, Duration.ZERO);

    assertThat(StoreCopy.everything(dir)).isEqualTo(before);
  }

  @Test
  void aNameThatSomebodyHasIsLeftAlone() throws Exception {
    Path path = store(3);
    byte[] damaged = breakHeader(path);
    Files.writeString(dir.resolve("a.kv.damaged"), "the first");
    Files.writeString(dir.resolve("a.kv.damaged-2.redo"), "a log of another");
    Files.writeString(dir.resolve("a.kv.salvaged"), "another program's");

    Path kept = StoreSalvage.carryOut(path, Duration.ZERO).kept();

    assertThat(kept).hasFileName("a.kv.damaged-3").hasBinaryContent(damaged);
    assertThat(names())
        .containsExactly(
            "a.kv", "a.kv.damaged", "a.kv.damaged-2.redo", "a.kv.damaged-3", "a.kv.salvaged");
    assertThat(dir.resolve("a.kv.damaged")).hasContent("the first");
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "no POSIX permissions")
  void theNewFileHasTheOldOnesPermissions() throws Exception {
    Path path = store(3);
    breakHeader(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

    Path kept = StoreSalvage.carryOut(path, Duration.ZERO).kept();

    for (Path file : List.of(path, kept)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
    }
  }

  @Test
  void checksumsAreMadeAnewWhereTheyWereKept() throws Exception {
    Path path = store(3);
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      store.createDatabase("kept", Checksums.CRC32C).apply(chunks(5), Durability.FORCED);
    }
    breakHeader(path);

    StoreSalvage.carryOut(path, Duration.ZERO);

    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      assertThat(store.databases()).containsExactly("kept", "main");
      assertThat(store.checksums("main")).isEmpty();
      assertThat(store.checksums("kept").orElseThrow().scan()).toIterable().hasSize(5);
    }
  }

  @Test
  void collectionsOfOtherProgramsAreNamed() throws Exception {
    Path path = store(3);
    try (DB db = DBMaker.fileDB(path.toFile()).make()) {
      db.atomicLong("visits").create().set(7);
    }
    breakHeader(path);

    assertThat(StoreSalvage.carryOut(path, Duration.ZERO).report().losses())
        .containsExactly(new Loss.NotSalvaged("visits", "AtomicLong"));
  }

  @Test
  void aStoreThatIsOpenIsLeftAlone() throws Exception {
    Path path = store(3);
    try (MapDbStore open = MapDbStore.open(path, Access.READ)) {
      assertThat(open.databases()).containsExactly("main");
      assertThatThrownBy(() -> StoreSalvage.carryOut(path, Duration.ZERO))
          .isInstanceOf(StoreException.Locked.class);
    }
    assertThat(names()).containsExactly("a.kv");
  }

  @Test
  void whenTheLogCannotMoveTheOldStoreIsBack() throws Exception {
    Path old = Files.writeString(dir.resolve("a.kv"), "old");
    Files.writeString(StoreFiles.logPath(old), "its log");
    Path filled = Files.writeString(dir.resolve("a.kv.salvaged"), "new");
    Path kept = dir.resolve("a.kv.damaged");
    Files.writeString(StoreFiles.logPath(kept), "another's");

    assertThatThrownBy(() -> new Exchange(old, filled, kept).carryOut())
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasNoSuppressedExceptions();

    assertThat(old).hasContent("old");
    assertThat(names()).containsExactly("a.kv", "a.kv.damaged.redo", "a.kv.redo");
  }

  @Test
  void whenTheNewFileIsGoneTheOldStoreKeepsItsOneName() throws Exception {
    Path old = Files.writeString(dir.resolve("a.kv"), "old");
    Path filled = dir.resolve("a.kv.salvaged");
    Exchange exchange = new Exchange(old, filled, dir.resolve("a.kv.damaged"));

    assertThatThrownBy(exchange::carryOut).isInstanceOf(IOException.class);

    assertThat(old).hasContent("old");
    assertThat(names()).containsExactly("a.kv");
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "there is no ulimit")
  void aDiskWithoutRoomIsToldAndNothingIsLeft() throws Exception {
    Path path = store(3000);
    byte[] damaged = breakHeader(path);

    try (ChildJvm child = ChildJvm.startWithFileLimit(5 << 20, SalvageRun.class, path.toString())) {
      assertThat(child.rest())
          .containsExactly(path + ": cannot be salvaged: File too large; nothing was changed");
    }

    assertThat(names()).containsExactly("a.kv");
    assertThat(Files.readAllBytes(path)).isEqualTo(damaged);
  }

  @Test
  void aHundredThousandEntriesAreNotTooMany() throws Exception {
    Path path = store(100_000);
    breakHeader(path);

    StoreSalvage.carryOut(path, Duration.ZERO);

    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      assertThat(StoreContents.of(store.database("main"))).hasSize(100_000);
    }
  }

  private Path store(int chunks) {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore main = store.createDatabase("main");
      main.apply(chunks(chunks), Durability.FORCED);
    }
    return path;
  }

  private static WriteBatch chunks(int count) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int chunk = 0; chunk < count; chunk++) {
      batch.put(StoreKey.chunk(FileTag.MAIN, chunk), new byte[count > 10_000 ? 20 : 4096]);
    }
    return batch.build();
  }

  private static byte[] breakHeader(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    bytes[100] ^= 1;
    Files.write(path, bytes);
    return bytes;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
