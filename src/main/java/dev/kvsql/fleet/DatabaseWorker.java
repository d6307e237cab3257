package dev.kvsql.fleet;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.check.StoreFinding;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.chunk.mapdb.StoreStamp;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.report.Ending;
import dev.kvsql.render.report.FlatFinding;
import dev.kvsql.render.report.SubjectReport;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Checks one database after the other; for threads to share. */
final class DatabaseWorker {
  private final FleetOptions options;
  private final FleetListener listener;
  private final TimeLimit limit;
  private final ResumeFile resume;

  DatabaseWorker(FleetOptions options, FleetListener listener, TimeLimit limit, ResumeFile resume) {
    this.options = options;
    this.listener = listener;
    this.limit = limit;
    this.resume = resume;
  }

  /** The result of an earlier run, or else that of a check. */
  SubjectReport check(DatabaseWork work) {
    StoreStamp before = StoreStamp.of(work.store().path());
    Optional<SubjectReport> earlier = resume.finished(work, before);
    if (earlier.isPresent()) {
      listener.finished();
      return earlier.get();
    }
    SubjectReport report = check(work, before);
    if (isFinished(report)) {
      resume.add(work, before, report);
    }
    listener.finished();
    return report;
  }

  /** Not what has to be checked again in any case. */
  private boolean isFinished(SubjectReport report) {
    return switch (report.verdict(options.failOn())) {
      case CLEAN, FINDINGS, RECOVERY_PENDING -> true;
      case INCOMPLETE, FAILED -> false;
    };
  }

  private SubjectReport check(DatabaseWork work, StoreStamp before) {
    LongAdder bytes = new LongAdder();
    try {
      DatabaseReport found = found(work, bytes);
      Optional<Finding> changed =
          StoreStamp.of(work.store().path())
              .changedSince(before)
              .map(what -> new StoreFinding.Changed(what));
      return report(work, found.with(changed.stream().toList()), bytes.sum());
    } catch (NoSuchFileException e) {
      String why = e.getFile() + ": no such file or directory";
      return SubjectReport.of(work.subject(), new Ending.Failed(why, e));
    } catch (IOException | RuntimeException e) {
      return SubjectReport.of(work.subject(), new Ending.Failed(e));
    } catch (OutOfMemoryError e) {
      return SubjectReport.of(work.subject(), new Ending.Failed(outOfMemory(work, e)));
    }
  }

  /** A store may have been ruined since it was listed. */
  private DatabaseReport found(DatabaseWork work, LongAdder bytes) throws IOException {
    try (Store store = MapDbStore.open(work.store().path(), Access.READ, options.patience());
        StopSignal.Child stop = limit.start()) {
      LongConsumer bytesRead =
          count -> {
            bytes.add(count);
            listener.read(count);
          };
      DatabaseReport report =
          StoreCheck.of(store, work.database(), options.level(), stop.signal(), bytesRead);
      return options.cache().isEmpty()
          ? report
          : StoreCheck.withCache(report, store, options.cache().get(), stop.signal());
    } catch (StoreException.Damaged e) {
      return new DatabaseReport(work.database(), List.of(StoreCheck.finding(e)));
    } catch (StoreException.LogRefused e) {
      return new DatabaseReport(work.database(), List.of(StoreCheck.finding(e)));
    }
  }

  private static SubjectReport report(DatabaseWork work, DatabaseReport found, long bytesRead) {
    CommandText command = CommandText.of(work.store().name(), work.database(), work.siblings());
    Stream<FlatFinding> findings =
        found.findings().stream().map(finding -> FlatFinding.of(finding, command));
    Ending ending =
        found
            .unfinished()
            .<Ending>map(Ending.Stopped::new)
            .orElseGet(() -> new Ending.Checked(Ending.Run.THIS));
    return new SubjectReport(work.subject(), findings.toList(), ending, bytesRead);
  }

  private static StoreException outOfMemory(DatabaseWork work, OutOfMemoryError e) {
    return new StoreException.Failed(
        work.store().name()
            + ": not enough memory; choose fewer --jobs, or give Java more, such as"
            + " KVSQL_OPTS=-Xmx8g",
        e);
  }
}
