package dev.kvsql.fleet;

import dev.kvsql.check.Finding;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.report.Ending;
import dev.kvsql.render.report.FlatFinding;
import dev.kvsql.render.report.Subject;
import dev.kvsql.render.report.SubjectReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is in a store.
 *
 * @param contents names of its databases, sorted; unless it could not be opened
 * @param itself what there is to say about the store, if there is something
 */
record Listing(FoundStore store, Optional<List<String>> contents, Optional<SubjectReport> itself) {

  /** Opens the store and looks. */
  static Listing of(FoundStore found, Duration patience) {
    if (found.problem().isPresent()) {
      return failed(found, found.problem().get());
    }
    try (Store store = MapDbStore.open(found.path(), Access.READ, patience)) {
      List<String> databases = store.databases();
      List<Finding> findings = StoreCheck.findings(store);
      boolean worthSaying = databases.isEmpty() || !findings.isEmpty();
      return new Listing(
          found,
          Optional.of(databases),
          worthSaying ? Optional.of(checked(found, findings)) : Optional.empty());
    } catch (StoreException.Damaged e) {
      return unopenable(found, StoreCheck.finding(e));
    } catch (StoreException.LogRefused e) {
      return unopenable(found, StoreCheck.finding(e));
    } catch (RuntimeException e) {
      return failed(found, e);
    }
  }

  /** The names of its databases; none when it could not be opened. */
  List<String> databases() {
    return contents.orElse(List.of());
  }

  /** What there is to say when there was no time to look. */
  static Listing notStarted(FoundStore found) {
    return about(found, SubjectReport.of(Subject.of(found.name()), new Ending.NotStarted()));
  }

  private static Listing unopenable(FoundStore found, Finding finding) {
    return about(found, checked(found, List.of(finding)));
  }

  private static Listing failed(FoundStore found, Exception cause) {
    return about(found, SubjectReport.of(Subject.of(found.name()), new Ending.Failed(cause)));
  }

  private static Listing about(FoundStore found, SubjectReport report) {
    return new Listing(found, Optional.empty(), Optional.of(report));
  }

  private static SubjectReport checked(FoundStore found, List<Finding> findings) {
    CommandText command = CommandText.of(found.name());
    return new SubjectReport(
        Subject.of(found.name()),
        findings.stream().map(finding -> FlatFinding.of(finding, command)).toList(),
        new Ending.Checked(Ending.Run.THIS),
        0);
  }
}
