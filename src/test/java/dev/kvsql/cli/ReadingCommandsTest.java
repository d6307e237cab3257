package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.inspect.RivetFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that only read leave every byte, name and time in the store's directory as it was. */
final class ReadingCommandsTest {
  @TempDir private Path stores = Path.of("");
  @TempDir private Path results = Path.of("");

  /** What the store is like. */
  enum State {
    CLEAN,
    CHECKSUMS,
    ORPHANS,
    DAMAGED,
    HOT_JOURNAL,
    SEVERAL_DATABASES,
    PENDING_LOG,
    READ_ONLY
  }

  @ParameterizedTest
  @EnumSource
  void readingCommandsLeaveEverythingAsItWas(State state) throws Exception {
    Path store = store(state);
    Snapshot before = Snapshot.of(stores);

    Map<String, Integer> exits = new TreeMap<>();
    for (List<Object> command : commands(store)) {
      Cli run = Cli.run(command.toArray());
      exits.merge(command.getFirst().toString(), run.exit(), Math::max);
      assertThat(Snapshot.of(stores)).as("after %s in state %s", command, state).isEqualTo(before);
    }

    // Proof that the commands did something: none was refused but where the store is broken.
    assertThat(exits.get("inspect")).isZero();
    assertThat(exits.get("dump")).isZero();
    assertThat(exits.get("truncate")).isZero();
    assertThat(exits.get("export")).isZero();
    assertThat(exits.get("check")).isEqualTo(exit(state));
    assertThat(exits.get("repair")).isEqualTo(exit(state));
    boolean other =
        state == State.ORPHANS || state == State.HOT_JOURNAL || state == State.CHECKSUMS;
    assertThat(exits.get("undo")).isEqualTo(other ? 1 : 0);
  }

  private static int exit(State state) {
    return switch (state) {
      case CLEAN, CHECKSUMS, PENDING_LOG, READ_ONLY -> 0;
      case ORPHANS, DAMAGED, SEVERAL_DATABASES -> 3;
      case HOT_JOURNAL -> 5;
    };
  }

  private List<List<Object>> commands(Path store) {
    return List.of(
        List.of("inspect", store),
        List.of("inspect", store, "--json"),
        List.of("inspect", store, "--map", "--tables"),
        List.of("inspect", store, "--tables", "--json"),
        List.of("inspect", store, "--html", results.resolve("quick.html")),
        List.of("inspect", store, "--html", results.resolve("full.html"), "--level", "full"),
        List.of("dump", store, "--db", "main"),
        List.of("dump", store, "0,2-", "--db", "main", "-o", results.resolve("hex.txt")),
        List.of("dump", store, "--db", "main", "--format", "raw", "-o", results.resolve("raw.bin")),
        List.of(
            "dump", store, "--db", "main", "--format", "jsonl", "-o", results.resolve("a.jsonl")),
        List.of("truncate", store, "--db", "main", "--size", "4196"),
        List.of("truncate", store, "--db", "main", "--size", "0", "--json"),
        List.of("truncate", store, "--db", "main", "--size", "10GiB"),
        List.of("check", store),
        List.of("check", store, "--level", "quick", "--format", "json"),
        List.of("check", store, "-o", results.resolve("report.txt")),
        List.of("check", stores, "--format", "sarif", "--resume", results.resolve("done.jsonl")),
        List.of("check", stores, "--jobs", "3", "--resume", results.resolve("done.jsonl")),
        List.of("repair", store),
        List.of("undo", store, results.resolve("app.undo"), "--dry-run"),
        List.of("export", store, results.resolve("a.db"), "--db", "main"),
        List.of("export", store, results.resolve("b.db"), "--db", "main", "--as-stored"),
        List.of("export", store, results.resolve("a.jsonl.gz"), "--db", "main"),
        List.of("sql", store, "--db", "main", "--read-only", "SELECT count(*) FROM sqlite_schema"),
        List.of("sql", store, "--db", "main", "--read-only", "PRAGMA journal_mode=WAL"),
        List.of("sql", store, "--db", "main", "--read-only", "DROP TABLE t"),
        List.of("sql", store, "--db", "main", "--read-only", "PRAGMA query_only=OFF; DROP TABLE t"),
        List.of("sql", store, "--db", "main", "--read-only", "PRAGMA query_only=OFF; VACUUM"));
  }

  private Path store(State state) throws Exception {
    Path store = stores.resolve("app.kv");
    switch (state) {
      case CLEAN -> Stores.of(store, Damage.pages22().store());
      case CHECKSUMS -> {
        Cli.clean("create", store, "--checksums");
        Cli.clean("sql", store, "CREATE TABLE t(a)");
      }
      case ORPHANS -> Stores.of(store, new RivetFixture("truncate-interrupted-orphans"));
      case DAMAGED ->
          Stores.of(
              store,
              Damage.pages22()
                  .put(FileTag.MAIN, 40, new byte[9])
                  .put(FileTag.MAIN, 3, new byte[0])
                  .file(FileTag.SHM, new byte[100])
                  .key("0801")
                  .store());
      case HOT_JOURNAL ->
          Stores.of(
              store,
              Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 9")
                  .store());
      case SEVERAL_DATABASES -> {
        Stores.of(store, "main", Damage.pages22().store());
        Stores.of(store, "other", new RivetFixture("truncate-interrupted-orphans").load());
      }
      case PENDING_LOG -> killedWriter(store);
      case READ_ONLY -> {
        Stores.of(store, Damage.pages22().store());
        assertThat(store.toFile().setWritable(false)).isTrue();
        assertThat(stores.toFile().setWritable(false)).isTrue();
      }
    }
    Files.writeString(results.resolve("kept.txt"), "x");
    Path repaired = Stores.orphans(results.resolve("repaired.kv"));
    Cli.run("repair", repaired, "--apply", "--undo-file", results.resolve("app.undo"));
    return store;
  }

  /** What is on disk when a writer ends without a chance to tidy up. */
  private void killedWriter(Path store) throws Exception {
    Path writers = Stores.of(results.resolve("writers.kv"), Damage.pages22().store());
    try (Store open = MapDbStore.open(writers, Access.WRITE)) {
      WriteBatch batch = WriteBatch.builder().put(new byte[] {1}, new byte[10]).build();
      open.database("main").apply(batch, Durability.FORCED);
      Files.copy(writers, store);
      Files.copy(results.resolve("writers.kv.redo"), stores.resolve("app.kv.redo"));
    }
  }

  @AfterEach
  void makeWritable() {
    assertThat(stores.toFile().setWritable(true)).isTrue();
  }
}
