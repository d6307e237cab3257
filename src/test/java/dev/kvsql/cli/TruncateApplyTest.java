package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncates carried out from the command line, and taken back. */
final class TruncateApplyTest {
  @TempDir private Path dir = Path.of("");
  @TempDir private Path elsewhere = Path.of("");

  private Path store() {
    return Stores.of(
        dir.resolve("app.kv"),
        Damage.ofFile(new byte[3 * 4096]).file(FileTag.JOURNAL, new byte[100]).store());
  }

  @Test
  void whatIsSimulatedIsDoneAndHowToTakeItBackIsPrinted() throws Exception {
    Path store = store();
    Path undo = elsewhere.resolve("app.undo");

    assertThat(
            Cli.clean("truncate", store, "--size", "4196", "--apply", "--yes", "--undo-file", undo))
        .isEqualTo(
            """
            STORE main: truncate from 12,288 to 4,196 bytes; simulated first
            policy: kvsql, this program: a write buffer, handed over as one atomic batch
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 1, from chunk 2
            operations: 1, atomic
              1 batch: put 08010000 (meta of main), 10 bytes
                       delete range 0801010000000002 (chunk 2 of main) up to 08010101
                       put 0801010000000001 (chunk 1 of main), 100 bytes
            cache: 3 chunks around both ends read before
              chunk 1: replaced, 4,096 bytes before, 100 bytes after
              chunk 2: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,196 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is right
            changed 3 keys; undo with: kvsql undo STORE UNDO
            main has 4,196 bytes now, nothing past its end, and C1 to C5 hold
            """
                .replace("STORE", store.toString())
                .replace("UNDO", undo.toString()));
    assertThat(Cli.clean("truncate", store, "--size", "4196"))
        .startsWith(store + " main: truncate from 4,196 to 4,196 bytes; simulated, nothing was");
    assertThat(Files.getPosixFilePermissions(undo))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "4095", "4K", "4097", "3c", "3c+1", "1MiB", "16384GiB"})
  void anUndoRestoresEveryByte(String size) throws Exception {
    Path store = Stores.orphans(dir.resolve("app.kv"));
    String before = Stores.dump(store);

    assertThat(Cli.run("truncate", store, "--size", size, "--apply", "--yes").exit()).isZero();
    assertThat(Stores.dump(store)).isNotEqualTo(before);

    assertThat(Cli.clean("undo", store, undoFiles().getFirst()))
        .contains("back as before the truncate of ");
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void aDryRunOfTheUndoTellsThatItWasATruncate() throws Exception {
    Path store = store();
    Path undo = elsewhere.resolve("app.undo");
    Cli.clean("truncate", store, "--size", "4196", "--apply", "--yes", "--undo-file", undo);

    assertThat(
            Cli.clean("undo", store, undo, "--dry-run")
                .replaceFirst("truncate of [0-9-]+T[0-9:.]+Z", "truncate of TIME"))
        .isEqualTo(
            """
            STORE main: undo of the truncate of TIME, 3 keys
              it did: main: 12288 -> 4196 bytes
              main meta: 4,196 -> 12,288 bytes
              main chunk 1: changed back
              main chunk 2: put back
            nothing was changed; to do this: kvsql undo STORE UNDO
            """
                .replace("STORE", store.toString())
                .replace("UNDO", undo.toString()));

    Cli.clean("undo", store, undo);
    Cli.run("undo", store, undo)
        .assertRefused(
            1,
            "kvsql undo: " + store + ": is as before that truncate already; nothing was changed");
    Cli.clean("truncate", store, "--size", "0", "--apply", "--yes");
    Cli.run("undo", store, undo)
        .assertRefused(
            1,
            "kvsql undo: "
                + store
                + ": has changed since that truncate, at key 08010000; nothing was changed");
  }

  @Test
  void jsonIsOneDocumentThatTellsWhatWasDone() throws Exception {
    Path store = store();
    Path undo = elsewhere.resolve("app.undo");
    String plain = Cli.clean("truncate", store, "--size", "4196", "--json");

    String applied =
        Cli.clean(
            "truncate", store, "--size", "4196", "--json", "--apply", "--yes", "--undo-file", undo);

    assertThat(applied)
        .isEqualTo(
            plain.replaceFirst(
                "}\\R$", ",\"applied\":{\"keys\":3,\"undoFile\":\"" + undo + "\"}}\n"));
    assertThat(applied).hasLineCount(1);
  }

  @Test
  void oneDatabaseOfSeveralIsTruncatedByItsName() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), "a", Damage.pages22().store());
    Stores.of(store, "b/c", Damage.pages22().store());
    String first = Stores.dump(store, "a");
    String second = Stores.dump(store, "b/c");

    Cli.run("truncate", store, "--size", "1", "--apply", "--yes")
        .assertRefused(
            10,
            "kvsql truncate: " + store + ": has several databases, choose one with --db: a, b/c");
    assertThat(undoFiles()).isEmpty();
    Cli.clean("truncate", store, "--size", "1", "--apply", "--yes", "--db", "b/c");

    assertThat(Stores.dump(store, "a")).isEqualTo(first);
    assertThat(Stores.dump(store, "b/c")).isNotEqualTo(second);
    assertThat(undoFiles()).hasSize(1);
    assertThat(undoFiles().getFirst().toString()).matches(".*app\\.kv\\.undo-\\d{8}-\\d{6}-b_c");
    Cli.clean("undo", store, undoFiles().getFirst());
    assertThat(Stores.dump(store, "a")).isEqualTo(first);
    assertThat(Stores.dump(store, "b/c")).isEqualTo(second);
  }

  @Test
  void checksumsGoWithEveryChunkAfterTheTruncateAndAfterTheUndo() throws Exception {
    Path store = dir.resolve("app.kv");
    Cli.clean("create", store, "--checksums");
    Cli.clean("sql", store, "CREATE TABLE t(a)", "INSERT INTO t VALUES(zeroblob(50000))");
    String before = Stores.dump(store);

    for (String size : List.of("0", "4196", "5c", "1MiB")) {
      Path undo = elsewhere.resolve(size);
      Cli.clean("truncate", store, "--size", size, "--apply", "--yes", "--undo-file", undo);
      assertThat(Cli.run("check", store).out()).doesNotContain("CHECKSUM");
      Cli.clean("undo", store, undo);
      assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
      assertThat(Stores.dump(store)).isEqualTo(before);
    }
  }

  @Test
  void aPendingRecoveryIsToldAndDoesNotStopIt() throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 9").store());
    Stores.of(store, "other", Damage.pages22().store());
    String before = Stores.dump(store);

    assertThat(Cli.clean("truncate", store, "--db", "main", "--size", "4c")).contains("simulated");
    Cli run = Cli.run("truncate", store, "--db", "main", "--size", "4c", "--apply", "--yes");

    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "kvsql truncate: warning: the journal is hot: the next open brings it into the truncated"
                + " file, after which nothing can be undone; recover first: kvsql repair "
                + store
                + " --db main --apply\n");
    Cli.clean("undo", store, undoFiles().getFirst());
    assertThat(Stores.dump(store)).isEqualTo(before);

    assertThat(
            Cli.run(
                    "truncate",
                    store,
                    "--db",
                    "main",
                    "--file",
                    "journal",
                    "--size",
                    "0",
                    "--apply",
                    "--yes")
                .err())
        .isEqualToNormalizingNewlines(
            "kvsql truncate: warning: the journal is hot: what is cut off it is missing when the next"
                + " open recovers main; recover first: kvsql repair "
                + store
                + " --db main --apply\n");
  }

  private List<Path> undoFiles() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.toString().contains(".undo-")).sorted().toList();
    }
  }
}
