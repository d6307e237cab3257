package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.ChildJvm;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One writer or many readers, over all processes. */
final class StoreLockTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;
  private Path path = Path.of("");

  @BeforeEach
  void makeStore() throws IOException {
    path = dir.toRealPath().resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
  }

  @Test
  void whatAnotherProcessWritesIsLocked() throws Exception {
    try (ChildJvm holder = StoreHolder.start(path, Access.WRITE)) {
      assertLocked(Access.WRITE, writtenBy(holder));
      assertLocked(Access.READ, writtenBy(holder));
      assertThatThrownBy(() -> MapDbStore.create(path)).isInstanceOf(StoreException.Failed.class);
    }
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void whatAnotherProcessReadsCanBeReadAndNotWritten() throws Exception {
    try (ChildJvm holder = StoreHolder.start(path, Access.READ)) {
      try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
        assertThat(store.databases()).containsExactly("main");
      }
      assertLocked(
          Access.WRITE,
          ": open for reading in process "
              + holder.pid()
              + "; end it or wait for it, then try again");
    }
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void everyReaderIsTold() throws Exception {
    try (ChildJvm one = StoreHolder.start(path, Access.READ);
        ChildJvm two = StoreHolder.start(path, Access.READ)) {
      assertLocked(
          Access.WRITE,
          ": open for reading in processes "
              + Math.min(one.pid(), two.pid())
              + ", "
              + Math.max(one.pid(), two.pid())
              + "; end them or wait for them, then try again");
    }
  }

  @Test
  void aKilledProcessHasNoLock() throws Exception {
    try (ChildJvm holder = StoreHolder.start(path, Access.WRITE)) {
      assertLocked(Access.READ, writtenBy(holder));
      holder.kill();
      MapDbStore.open(path, Access.WRITE, LONG).close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingEndsWhenTheHolderDoes(Access access) throws Exception {
    try (ChildJvm holder = StoreHolder.start(path, Access.WRITE)) {
      long start = System.nanoTime();
      CompletableFuture.delayedExecutor(SHORT.toMillis(), TimeUnit.MILLISECONDS)
          .execute(holder::kill);
      MapDbStore.open(path, access, LONG).close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, LONG);
    }
  }

  @Test
  void waitingEndsInVainAfterTheTimeThatWasGiven() throws Exception {
    try (ChildJvm holder = StoreHolder.start(path, Access.WRITE)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> MapDbStore.open(path, Access.READ, SHORT))
          .isInstanceOf(StoreException.Locked.class)
          .hasMessage(
              "%s: open for writing in process %d; waited 0.3 s; end it or wait for it, then try again",
              path, holder.pid());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, LONG);
    }
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
    try (ChildJvm other = ChildJvm.start(StoreHolder.class, path.toString(), "WRITE")) {
      assertThat(other.line())
          .startsWith(
              "refused: "
                  + path
                  + ": open for writing in process "
                  + ProcessHandle.current().pid());
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

  private static String writtenBy(ChildJvm holder) {
    return ": open for writing in process "
        + holder.pid()
        + "; end it or wait for it, then try again";
  }

  private void assertLocked(Access access, String message) {
    assertThatThrownBy(() -> MapDbStore.open(path, access))
        .isInstanceOf(StoreException.Locked.class)
        .hasMessage(path + message);
  }
}
