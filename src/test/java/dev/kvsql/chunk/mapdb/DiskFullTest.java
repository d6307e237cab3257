package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.kvsql.ChildJvm;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Writes that the disk refuses: a child may not let a file grow past a limit. */
@DisabledOnOs(value = WINDOWS, disabledReason = "there is no ulimit")
final class DiskFullTest {
  private static final int MIB = 1 << 20;

  /** Of 240,000 bytes, which go into the log: more than 64 MiB of it, and less than 72. */
  private static final int COMMITS = 265;

  @TempDir Path dir;
  private Path path = Path.of("");

  @BeforeEach
  void makeStore() {
    path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
  }

  @Test
  void aCommitThatDoesNotFitIsReportedAndTheOnesBeforeAreThere() throws Exception {
    List<String> lines = limited(6 * MIB, 1000, 300_000);
    int failed = indexOf(lines, "failed: ");
    int acknowledged = Integer.parseInt(lines.get(failed - 1));
    assertThat(acknowledged).isGreaterThan(5);
    assertThat(lines.get(failed))
        .isEqualTo("failed: " + path + ": cannot be written: File too large; nothing was changed");
    assertThat(lines.get(failed + 1)).as("in the child").isEqualTo("then: " + acknowledged);
    assertGoesOn(acknowledged);
  }

  /** The log has room for more, the store file has not. */
  @Test
  void aCheckpointThatDoesNotFitFailsNoCommit() throws Exception {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      store.createDatabase("ballast").apply(ballast(20 * MIB), Durability.FORCED);
    }
    List<String> lines = limited(72 * MIB, COMMITS, 240_000);
    assertThat(lines)
        .contains(COMMITS + "", "then: " + COMMITS)
        .noneMatch(line -> line.startsWith("failed"));
    assertThat(Files.size(path)).isLessThanOrEqualTo(72 * MIB);
    assertGoesOn(COMMITS);
  }

  private static WriteBatch ballast(int bytes) {
    var batch = WriteBatch.builder();
    for (int i = 0; i < bytes / MIB; i++) {
      batch.put(new byte[] {8, (byte) i}, new byte[MIB]);
    }
    return batch.build();
  }

  private List<String> limited(long limitBytes, int commits, int valueBytes) throws Exception {
    try (ChildJvm child =
        ChildJvm.startWithFileLimit(
            limitBytes,
            NumberedCommits.class,
            path.toString(),
            String.valueOf(commits),
            String.valueOf(valueBytes))) {
      return child.rest();
    }
  }

  private void assertGoesOn(int acknowledged) {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      var database = store.database("main");
      assertThat(NumberedCommits.requireWhole(database)).isEqualTo(acknowledged);
      NumberedCommits.commit(database, acknowledged + 1, 300_000);
    }
    assertThat(StoreFiles.logPath(path)).doesNotExist();
    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      assertThat(NumberedCommits.requireWhole(store.database("main"))).isEqualTo(acknowledged + 1);
    }
  }

  private static int indexOf(List<String> lines, String start) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("no line starts with " + start + ": " + lines);
  }
}
