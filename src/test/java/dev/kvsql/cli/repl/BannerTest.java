package dev.kvsql.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.cli.repl.ReplOptions.Writing;
import dev.kvsql.inspect.RivetFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal shows first. */
final class BannerTest {
  @TempDir private Path dir = Path.of("");

  private List<String> banner(String fixture, Writing writing) throws Exception {
    Path path = dir.resolve("app.kv");
    try (Store store = MapDbStore.create(path)) {
      fill(store.createDatabase("main"), new RivetFixture(fixture).load());
    }
    ReplOptions options =
        new ReplOptions(
            path,
            Optional.empty(),
            writing,
            0,
            Duration.ZERO,
            Optional.empty(),
            ReplOptions.Failures.IN_WORDS,
            Optional.empty());
    try (Workspace workspace = Workspace.open(options)) {
      return Banner.lines(workspace, "kvsql 1").stream()
          .map(line -> line.replace(path.toString(), "app.kv"))
          .toList();
    }
  }

  private static void fill(ChunkStore into, ChunkStore from) {
    WriteBatch.Builder all = WriteBatch.builder();
    for (Iterator<Entry> entries = from.scan(KeyRange.ALL); entries.hasNext(); ) {
      Entry entry = entries.next();
      all.put(entry.key(), entry.value());
    }
    into.apply(all.build(), Durability.FORCED);
  }

  @Test
  void twoLinesTellWhatIsOpen() throws Exception {
    assertThat(banner("truncate-interrupted-orphans", Writing.ALLOWED))
        .containsExactly(
            "app.kv main, 40 KiB", "kvsql 1; .help lists the dot commands, Ctrl-D leaves");
  }

  @Test
  void aHotJournalIsWarnedOf() throws Exception {
    assertThat(banner("hot-journal-mid-commit", Writing.ALLOWED))
        .last()
        .isEqualTo(
            "warning: a hot journal: the first SQL statement rolls it back in the store; .sandbox on to"
                + " look first");
  }

  @Test
  void whoOnlyReadsIsToldSo() throws Exception {
    List<String> lines = banner("hot-journal-mid-commit", Writing.REFUSED);

    assertThat(lines.getFirst()).endsWith(", read-only");
    assertThat(lines)
        .last()
        .isEqualTo("warning: a hot journal: the first SQL statement rolls it back in memory only");
  }
}
