package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs out of stack or heap goes on, and keeps what was committed. */
final class ExhaustionTest {
  private static final int THREADS = 9;

  @TempDir Path dir;

  @Test
  void aThreadWhoseStackEndsHearsOfItAndNothingElseHappens() throws Exception {
    String path = dir.resolve("a.kv").toString();
    try (ChildJvm child = ChildJvm.start(StackExhaustion.class, path, "220")) {
      List<String> lines = child.rest();
      assertThat(lines).endsWith("ok", "50");
      assertThat(lines.subList(0, lines.size() - 2))
          .containsExactlyElementsOf(Collections.nCopies(THREADS, "overflow"));
    }
  }

  @Test
  void aProcessWithoutMemoryKeepsWhatWasCommittedAndGoesOn() throws Exception {
    String path = dir.resolve("a.kv").toString();
    try (ChildJvm child = ChildJvm.startWithHeap(24, HeapExhaustion.class, path)) {
      assertThat(child.rest()).containsExactly("failed", "ok", "whole");
    }
  }
}
