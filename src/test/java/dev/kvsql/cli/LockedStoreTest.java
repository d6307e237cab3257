package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.StoreHolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that another process has, and how long commands wait for them. */
final class LockedStoreTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  /** A store with everything that commands need, among it a repair that can be taken back. */
  @BeforeEach
  void makeStore() throws Exception {
    dir = dir.toRealPath();
    store =
        Stores.of(dir.resolve("a.kv"), Damage.pages22().put(FileTag.MAIN, 30, new byte[9]).store());
    Cli.clean("repair", store, "--apply", "--yes", "--undo-file", dir.resolve("undo"));
    Cli.clean("export", store, dir.resolve("a.jsonl"));
  }

  private List<List<Object>> readingCommands() {
    return List.of(
        List.of("inspect", store),
        List.of("dump", store, "0"),
        List.of("truncate", store, "--size", "1"),
        List.of("check", store),
        List.of("repair", store),
        List.of("sql", store, "--read-only", "SELECT 1"),
        List.of("export", store, dir.resolve("new.db")));
  }

  private List<List<Object>> writingCommands() {
    return List.of(
        List.of("repair", store, "--apply", "--yes"),
        List.of("truncate", store, "--size", "1", "--apply", "--yes"),
        List.of("undo", store, dir.resolve("undo")),
        List.of("sql", store, "SELECT 1"),
        List.of("create", store, "--db", "second"),
        List.of("import", store, dir.resolve("a.jsonl"), "--replace"));
  }

  @Test
  void whatIsBeingWrittenIsLockedForEveryCommand() throws Exception {
    try (ChildJvm holder = StoreHolder.start(store, Access.WRITE)) {
      for (List<Object> command : readingCommands()) {
        assertLocked(command, "writing", holder);
      }
      for (List<Object> command : writingCommands()) {
        assertLocked(command, "writing", holder);
      }
    }
  }

  @Test
  void whatIsBeingReadIsLockedForCommandsThatWrite() throws Exception {
    try (ChildJvm holder = StoreHolder.start(store, Access.READ)) {
      for (List<Object> command : writingCommands()) {
        assertLocked(command, "reading", holder);
      }
      for (List<Object> command : readingCommands()) {
        Cli.clean(command.toArray());
      }
    }
  }

  private void assertLocked(List<Object> command, String use, ChildJvm holder) {
    List<Object> impatient = new ArrayList<>(command);
    impatient.addAll(List.of("--timeout", "0"));
    Cli.run(impatient.toArray())
        .assertRefused(
            11,
            "kvsql %s: %s: open for %s in process %d; end it or wait for it, then try again"
                .formatted(command.getFirst(), store, use, holder.pid()));
  }

  @Test
  void theTimeoutMayStandBeforeTheCommandOrAfterIt() throws Exception {
    try (ChildJvm holder = StoreHolder.start(store, Access.WRITE)) {
      for (List<Object> line :
          List.<List<Object>>of(
              List.of("--timeout", "0.25", "check", store),
              List.of("check", "--timeout=.25", store),
              List.of("check", store, "--timeout", "0.250"))) {
        long start = System.nanoTime();
        Cli.run(line.toArray())
            .assertRefused(
                11,
                "kvsql check: %s: open for writing in process %d; waited 0.25 s; end it or wait for it, then try again"
                    .formatted(store, holder.pid()));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(250), Duration.ofSeconds(60));
      }
    }
  }

  @Test
  void withoutATimeoutACommandWaitsForAWhile() throws Exception {
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("inspect", store), List.of("create", store, "--db", "second"))) {
      try (ChildJvm holder = StoreHolder.start(store, Access.WRITE)) {
        long start = System.nanoTime();
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(holder::kill);
        Cli.clean(command.toArray());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofMillis(500));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "", "1e3", "5s", "0x10", "1.", "1000000000", "0,5", "NaN"})
  void whatIsNoTimeIsWrongUsage(String timeout) {
    Cli.run("check", store, "--timeout", timeout)
        .assertRefused(
            2,
            "kvsql check: Invalid value for option '--timeout': '%s' is no time: expected seconds such as 5, 0.5 or 0; try: kvsql check --help"
                .formatted(timeout));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", "0.5", ".5", "999999999.999999999"})
  void aStoreThatNobodyHasIsOpenedAtOnce(String timeout) {
    assertThat(Cli.clean("check", store, "--timeout", timeout)).endsWith("clean\n");
  }
}
