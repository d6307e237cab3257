package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they commit. */
final class KillTest {
  private static final int ROUNDS = 5;

  @TempDir Path dir;

  @Test
  void afterAKillTheLastAcknowledgedCommitIsThereAndEveryCommitIsWhole() throws Exception {
    long seed = Long.getLong("kvsql.seed", System.nanoTime());
    Random random = new Random(seed);
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    for (int round = 0; round < ROUNDS; round++) {
      int acknowledged = killed(path, 1 + random.nextInt(150), random.nextInt(3));
      try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
        assertThat(NumberedCommits.requireWhole(store.database("main")))
            .as("seed %d, round %d", seed, round)
            .isBetween(acknowledged, acknowledged + 1);
      }
    }
  }

  /** Kills a child after so many acknowledged commits; gives the last one that it acknowledged. */
  private static int killed(Path path, int commits, int millis) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(NumberedCommits.class, path.toString(), "1000000", "6000")) {
      String last = "";
      for (int i = 0; i < commits; i++) {
        last = String.valueOf(child.line());
      }
      Thread.sleep(millis);
      child.kill();
      List<String> rest = child.rest();
      return Integer.parseInt(rest.isEmpty() ? last : rest.getLast());
    }
  }
}
