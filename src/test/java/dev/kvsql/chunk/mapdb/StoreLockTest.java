package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.ChildJvm;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer or many readers, over all processes. */
final class StoreLockTest {
  @TempDir Path dir;
  private Path path = Path.of("");

  /** Holds a store open until its input ends. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      PrintStream out = System.out;
      try (MapDbStore store =
          MapDbStore.open(Path.of(arguments[0]), Access.valueOf(arguments[1]))) {
        out.println("has " + store.databases());
        while (System.in.read() >= 0) {
          out.println("still there");
        }
      } catch (StoreException.Locked e) {
        out.println("refused: " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void makeStore() throws IOException {
    path = dir.toRealPath().resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
  }

  @Test
  void whatAnotherProcessWritesIsLocked() throws Exception {
    try (ChildJvm holder = ChildJvm.start(Holder.class, path.toString(), "WRITE")) {
      assertThat(holder.line()).isEqualTo("has [main]");
      assertLocked(Access.WRITE, holder);
      assertLocked(Access.READ, holder);
      assertThatThrownBy(() -> MapDbStore.create(path)).isInstanceOf(StoreException.Failed.class);
      holder.kill();
    }
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void whatAnotherProcessReadsCanBeReadAndNotWritten() throws Exception {
    try (ChildJvm holder = ChildJvm.start(Holder.class, path.toString(), "READ")) {
      assertThat(holder.line()).isEqualTo("has [main]");
      try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
        assertThat(store.databases()).containsExactly("main");
      }
      assertLocked(Access.WRITE, holder);
    }
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void whatThisProcessWritesIsLockedForItToo() {
    MapDbStore store = MapDbStore.open(path, Access.WRITE);
    assertLocked(Access.WRITE, ": open in this program already");
    assertLocked(Access.READ, ": open in this program already");
    store.close();
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void aProcessMayReadAStoreTwice() {
    MapDbStore first = MapDbStore.open(path, Access.READ);
    MapDbStore second = MapDbStore.open(path, Access.READ);
    assertLocked(Access.WRITE, ": open in this program already");
    first.close();
    assertThat(second.databases()).containsExactly("main");
    assertLocked(Access.WRITE, ": open in this program already");
    second.close();
    MapDbStore.open(path, Access.WRITE).close();
  }

  /** POSIX drops a process's lock when it closes any descriptor of the file. */
  @Test
  void aRefusedOpenDoesNotGiveUpTheLockToOtherProcesses() throws Exception {
    MapDbStore store = MapDbStore.open(path, Access.WRITE);
    assertLocked(Access.WRITE, ": open in this program already");
    assertLocked(Access.READ, ": open in this program already");
    assertThatThrownBy(() -> MapDbStore.create(path)).isInstanceOf(StoreException.class);
    try (ChildJvm other = ChildJvm.start(Holder.class, path.toString(), "WRITE")) {
      assertThat(other.line())
          .startsWith("refused: " + path + ": in use by process " + ProcessHandle.current().pid());
    }
    store.close();
  }

  @Test
  void aStoreThatCouldNotBeOpenedIsNotLeftLocked() throws Exception {
    byte[] broken = Files.readAllBytes(path);
    Arrays.fill(broken, 8, 200, (byte) 0x5a);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, broken);
    assertThatThrownBy(() -> MapDbStore.open(path, Access.WRITE))
        .isInstanceOf(StoreException.Damaged.class);
    Files.write(path, whole);
    MapDbStore.open(path, Access.WRITE).close();
  }

  private void assertLocked(Access access, ChildJvm holder) {
    assertLocked(
        access, ": in use by process " + holder.pid() + "; end it or wait for it, then try again");
  }

  private void assertLocked(Access access, String message) {
    assertThatThrownBy(() -> MapDbStore.open(path, access))
        .isInstanceOf(StoreException.Locked.class)
        .hasMessage(path + message);
  }
}
