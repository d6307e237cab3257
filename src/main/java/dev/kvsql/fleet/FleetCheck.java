package dev.kvsql.fleet;

import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.render.report.Ending;
import dev.kvsql.render.report.FleetReport;
import dev.kvsql.render.report.Subject;
import dev.kvsql.render.report.SubjectReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The check of the databases of stores, several at a time. What goes wrong with one does not keep
 * the others from it.
 */
public final class FleetCheck {
  private final FleetOptions options;
  private final StopSignal stop;
  private final FleetListener listener;

  private FleetCheck(FleetOptions options, StopSignal stop, FleetListener listener) {
    this.options = options;
    this.stop = stop;
    this.listener = listener;
  }

  /**
   * Checks stores.
   *
   * @param resume what earlier runs finished, and where this one writes what it finishes
   * @param stop ends the check early; the report tells what was not checked
   * @throws StoreException.Missing when the cache of one database is to be checked, and there are
   *     several
   */
  public static FleetReport run(
      StoreList stores,
      FleetOptions options,
      ResumeFile resume,
      StopSignal stop,
      FleetListener listener) {
    return new FleetCheck(options, stop, listener).run(stores, resume);
  }

  private FleetReport run(StoreList stores, ResumeFile resume) {
    long start = System.nanoTime();
    try (Workers workers = new Workers(options.jobs(), stop);
        TimeLimit limit = new TimeLimit(options.limit(), stop)) {
      List<Listing> listings =
          workers.inOrder(
              stores.stores(), store -> Listing.of(store, options.patience()), Listing::notStarted);
      List<DatabaseWork> work = work(listings);
      if (options.cache().isPresent()) {
        requireOne(work);
      }
      listener.counted(work.size());
      DatabaseWorker worker = new DatabaseWorker(options, listener, limit, resume);
      List<SubjectReport> reports =
          workers.inOrder(
              work, worker::check, one -> SubjectReport.of(one.subject(), new Ending.NotStarted()));
      return new FleetReport(
          merged(listings, work, reports),
          options.failOn(),
          options.shard().map(Shard::toString),
          stores.otherFiles(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private List<DatabaseWork> work(List<Listing> listings) {
    List<DatabaseWork> work = new ArrayList<>();
    for (Listing listing : listings) {
      for (String database : listing.databases()) {
        if (options.database().map(database::equals).orElse(true)
            && isOurs(listing.store(), database)) {
          work.add(new DatabaseWork(listing.store(), database, listing.databases().size()));
        }
      }
    }
    return work;
  }

  /** A cache is that of one database. */
  private static void requireOne(List<DatabaseWork> work) {
    if (work.size() > 1) {
      throw new StoreException.Missing(
          work.getFirst().store().name()
              + ": has several databases, choose one with --db: "
              + work.stream().map(DatabaseWork::database).collect(Collectors.joining(", ")));
    }
  }

  private boolean isOurs(FoundStore store, String database) {
    return options.shard().orElse(Shard.ALL).holds(store.shardKey(), database);
  }

  /** What there is to say about each store, and then its databases. */
  private List<SubjectReport> merged(
      List<Listing> listings, List<DatabaseWork> work, List<SubjectReport> reports) {
    Map<Subject, SubjectReport> bySubject = new HashMap<>();
    for (int i = 0; i < work.size(); i++) {
      bySubject.put(work.get(i).subject(), reports.get(i));
    }
    boolean nowhere = isNowhere(listings);
    List<SubjectReport> merged = new ArrayList<>();
    for (Listing listing : listings) {
      if (isOurs(listing.store(), "")) {
        listing.itself().ifPresent(merged::add);
      }
      for (String database : listing.databases()) {
        SubjectReport report = bySubject.get(Subject.of(listing.store().name(), database));
        if (report != null) {
          merged.add(report);
        }
      }
      addMissing(listing, nowhere, merged);
    }
    return merged;
  }

  /** A database that was named, and that this store does not have. */
  private void addMissing(Listing listing, boolean nowhere, List<SubjectReport> merged) {
    if (options.database().isEmpty() || listing.contents().isEmpty()) {
      return;
    }
    String database = options.database().get();
    if (listing.databases().contains(database) || !isOurs(listing.store(), database)) {
      return;
    }
    Ending ending = nowhere ? new Ending.Failed(missing(listing, database)) : new Ending.Absent();
    merged.add(SubjectReport.of(Subject.of(listing.store().name(), database), ending));
  }

  private static StoreException missing(Listing listing, String database) {
    return StoreException.Missing.database(listing.store().name(), database, listing.databases());
  }

  /** Whether the database that was named is in none of the stores. */
  private boolean isNowhere(List<Listing> listings) {
    return options.database().isPresent()
        && listings.stream().noneMatch(one -> one.databases().contains(options.database().get()));
  }
}
