package dev.kvsql.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.Damage;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.render.report.Ending;
import dev.kvsql.render.report.FleetReport;
import dev.kvsql.render.report.SubjectReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks that end early, and stores that change under a check. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FleetCheckTest {
  @TempDir private Path dir = Path.of("");

  private final StopSignal stop = new StopSignal();

  @Test
  void aStoreThatChangesIsIncompleteWhateverWasFound() throws Exception {
    Path store = store("a.kv", Damage.pages22().key("0801").store());
    AtomicBoolean touched = new AtomicBoolean();

    SubjectReport report =
        only(
            run(
                options(Level.FULL, Optional.empty()),
                onRead(() -> {
                  if (touched.compareAndSet(false, true)) {
                    touch(store);
                  }
                })));

    assertThat(report.findings())
        .extracting(finding -> finding.id().text())
        .containsExactly("KEY-UNKNOWN", "STORE-CHANGED");
    assertThat(report.findings().getLast().where()).isEqualTo("store");
    assertThat(report.findings().getLast().found()).isEqualTo("its file changed meanwhile");
    assertThat(report.verdict(Severity.WARN)).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aRedoLogThatAppearsIsAChange() throws Exception {
    store("a.kv", Damage.pages22().store());

    SubjectReport report =
        only(
            run(
                options(Level.QUICK, Optional.empty()),
                onRead(() -> {
                  try {
                    Files.writeString(dir.resolve("a.kv.redo"), "a log");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })));

    assertThat(report.findings().getLast().found()).isEqualTo("its redo log changed meanwhile");
  }

  @Test
  void aStoreThatStaysAsItIsHasNotChanged() throws Exception {
    store("a.kv", Damage.pages22().store());

    FleetReport report = run(options(Level.FULL, Optional.empty()), FleetListener.NONE);

    assertThat(report.verdict()).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void whenTheTimeIsOverWhatWasFoundIsTold() throws Exception {
    store("a.kv", Damage.pages22().key("0801").store());
    AtomicInteger reads = new AtomicInteger();

    // The first scan ends in time: 24 entries and what it looks up, all but at once.
    SubjectReport report =
        only(
            run(
                options(Level.FULL, Optional.of(Duration.ofMillis(1500))),
                onRead(() -> {
                  if (reads.incrementAndGet() > 60) {
                    LockSupport.parkNanos(100_000_000);
                  }
                })));

    assertThat(report.ending()).isEqualTo(new Ending.Stopped("stopped after 1.5 s by --timeout"));
    assertThat(report.findings())
        .extracting(finding -> finding.id().text())
        .containsExactly("KEY-UNKNOWN");
    assertThat(report.verdict(Severity.WARN)).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aStatementThatReadsNothingForLongIsStopped() throws Exception {
    // Each row takes a while to check, and all of them are in the cache.
    store(
        "a.kv",
        Damage.database(
                "CREATE TABLE t(a, CHECK(length(hex(zeroblob(20000000 + a))) > 0))",
                "PRAGMA ignore_check_constraints=ON",
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                INSERT INTO t SELECT i FROM n\
                """)
            .store());
    long start = System.nanoTime();

    SubjectReport report =
        only(run(options(Level.FULL, Optional.of(Duration.ofMillis(500))), FleetListener.NONE));

    assertThat(report.ending()).isEqualTo(new Ending.Stopped("stopped after 0.5 s by --timeout"));
    assertThat(report.findings()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void anEndBeforeTheTimeTellsWhatWasNotChecked() throws Exception {
    for (String name : List.of("a.kv", "b.kv", "c.kv", "d.kv")) {
      store(name, Damage.pages22().key("0801").store());
    }
    AtomicInteger finished = new AtomicInteger();
    FleetListener listener =
        new FleetListener() {
          @Override
          public void counted(long databases) {}

          @Override
          public void read(long bytes) {}

          @Override
          public void finished() {
            if (finished.incrementAndGet() == 2) {
              stop.stop("interrupted");
            }
          }
        };

    FleetReport report = run(options(Level.QUICK, Optional.empty()), listener);

    assertThat(report.subjects())
        .extracting(SubjectReport::ending)
        .containsExactly(
            new Ending.Checked(Ending.Run.THIS),
            new Ending.Checked(Ending.Run.THIS),
            new Ending.NotStarted(),
            new Ending.NotStarted());
    assertThat(report.verdict()).isEqualTo(Verdict.FINDINGS);
  }

  private FleetReport run(FleetOptions options, FleetListener listener) {
    return FleetCheck.run(
        StoreList.of(List.of(dir), stop), options, ResumeFile.none(), stop, listener);
  }

  private static SubjectReport only(FleetReport report) {
    assertThat(report.subjects()).hasSize(1);
    return report.subjects().getFirst();
  }

  private static FleetOptions options(Level level, Optional<Duration> limit) {
    return new FleetOptions(
        Optional.empty(),
        level,
        Severity.WARN,
        Optional.empty(),
        1,
        Duration.ZERO,
        limit,
        Optional.empty());
  }

  private static FleetListener onRead(Runnable action) {
    return new FleetListener() {
      @Override
      public void counted(long databases) {}

      @Override
      public void read(long bytes) {
        action.run();
      }

      @Override
      public void finished() {}
    };
  }

  private Path store(String name, ChunkStore content) {
    WriteBatch.Builder all = WriteBatch.builder();
    for (Iterator<Entry> entries = content.scan(KeyRange.ALL); entries.hasNext(); ) {
      Entry entry = entries.next();
      all.put(entry.key(), entry.value());
    }
    Path path = dir.resolve(name);
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main").apply(all.build(), Durability.FORCED);
    }
    return path;
  }

  private static void touch(Path store) {
    try {
      Files.setLastModifiedTime(store, FileTime.fromMillis(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
