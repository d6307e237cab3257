package dev.kvsql.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Findings;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.repair.Rehearsal;
import dev.kvsql.repair.Repair;
import dev.kvsql.repair.RepairPlan;
import dev.kvsql.repair.UndoRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks one corrupted store, repairs it and takes the repair back, and holds each to its word. */
final class CorrupterRun {
  private static final String MAIN = Store.DEFAULT_DATABASE;

  private final CorruptedStore store;
  private final Truth truth;
  private final Path undo;
  private final Path scratch;

  /** How a run ended. */
  enum End {
    CLEAN,
    NOTHING_SAFE,
    REPAIRED,
    REFUSED
  }

  CorrupterRun(CorruptedStore store, Path dir) {
    this.store = store;
    truth = Truth.of(store.base(), store.memory().chunks(), store.hasChecksums());
    undo = dir.resolve("undo");
    scratch = dir.resolve("scratch.db");
  }

  /** Throws an AssertionError when something is not as promised. */
  End run() throws Exception {
    List<Entry> before = contents();
    byte[] bytes = fileBytes();
    DatabaseReport report = check();
    assertThat(contents()).as("keys after a check").isEqualTo(before);
    assertThat(fileBytes()).as("bytes of the store file after a check").isEqualTo(bytes);
    try (Store open = store.open(Access.WRITE)) {
      Repair repair = new Repair(open, MAIN);
      Rehearsal rehearsal = repair.rehearse(report, Set.of());
      assertThat(StoreContents.of(open.database(MAIN)))
          .as("keys after a rehearsal")
          .isEqualTo(before);
      if (!rehearsal.plan().isEmpty()) {
        assertThat(report.findings()).as("findings that a plan is made for").isNotEmpty();
        return repair(open, rehearsal, report, before);
      }
      return rehearsal.objection().isPresent()
          ? End.REFUSED
          : report.findings().isEmpty() ? End.CLEAN : End.NOTHING_SAFE;
    }
  }

  private List<Entry> contents() {
    try (Store open = store.open(Access.READ)) {
      return StoreContents.of(open.database(MAIN));
    }
  }

  private byte[] fileBytes() throws IOException {
    return store.file().isPresent() ? Files.readAllBytes(store.file().get()) : new byte[0];
  }

  private DatabaseReport check() throws IOException {
    try (Store open = store.open(Access.READ)) {
      DatabaseReport full = DatabaseCheck.of(open, MAIN, Level.FULL);
      DatabaseReport quick = DatabaseCheck.of(open, MAIN, Level.QUICK);
      assertThat(ids(full, Severity.NOTICE))
          .as("what quick finds, among what full finds")
          .containsAll(ids(quick, Severity.NOTICE));
      assertTrue(full, open);
      return full;
    }
  }

  private void assertTrue(DatabaseReport report, Store open) throws IOException {
    Optional<String> objection = truth.objection(report, open.database(MAIN), scratch);
    assertThat(objection).as("found %s", Findings.lines(report)).isEmpty();
  }

  private static Set<FindingId> ids(DatabaseReport report, Severity from) {
    return report.findings().stream()
        .filter(found -> found.severity().reaches(from))
        .map(Finding::id)
        .collect(Collectors.toSet());
  }

  private End repair(Store open, Rehearsal rehearsal, DatabaseReport report, List<Entry> before)
      throws Exception {
    ReadableRows rows = ReadableRows.of(open.database(MAIN), store.base().tables());
    try {
      Repair.Outcome outcome = new Repair(open, MAIN).apply(rehearsal, report, List.of(), undo);
      List<Entry> after = StoreContents.of(open.database(MAIN));
      return switch (outcome) {
        case Repair.Refused(String why) -> {
          assertThat(after).as("keys after a refusal: %s", why).isEqualTo(before);
          yield End.REFUSED;
        }
        case Repair.Done done -> {
          assertHonest(report, rehearsal, done.after());
          assertTrue(done.after(), open);
          assertNoRowLost(rows, open, rehearsal.plan());
          new RepairScope(rehearsal.plan()).assertNothingElseChanged(before, after);
          assertUndone(open, before);
          yield End.REPAIRED;
        }
      };
    } finally {
      Files.deleteIfExists(undo);
    }
  }

  /**
   * It left what it said that it would leave, and nothing that is worse than before. A rehearsal
   * looks at the checksums of what is stored, so that only the others can be compared.
   */
  private static void assertHonest(
      DatabaseReport before, Rehearsal rehearsal, DatabaseReport after) {
    String both = Findings.lines(before) + "then\n" + Findings.lines(after);
    assertThat(withoutChecksums(after)).as(both).isEqualTo(withoutChecksums(rehearsal.after()));
    boolean revealed = before.countFrom(Severity.FATAL) > after.countFrom(Severity.FATAL);
    if (!revealed) {
      assertThat(after.countFrom(Severity.WARN))
          .as(both)
          .isLessThanOrEqualTo(before.countFrom(Severity.WARN));
      assertThat(ids(before, Severity.WARN)).as(both).containsAll(ids(after, Severity.WARN));
    }
  }

  private static String withoutChecksums(DatabaseReport report) {
    return Findings.lines(
        report.findings().stream()
            .filter(found -> found.id() != FindingId.CHUNK_CHECKSUM)
            .toList());
  }

  /** Where a journal is left, what SQL shows is what a part of it makes of the database. */
  private void assertNoRowLost(ReadableRows before, Store open, RepairPlan plan) {
    if (plan.left().stream().noneMatch(left -> left.id() == FindingId.JOURNAL_HOT)) {
      ReadableRows after = ReadableRows.of(open.database(MAIN), store.base().tables());
      assertThat(before.lostIn(after, store.base().rows())).as("rows that are lost").isEmpty();
    }
  }

  private void assertUndone(Store open, List<Entry> before) throws IOException {
    try (UndoRecord record = UndoRecord.open(undo)) {
      assertThat(record.fit(open.database(MAIN))).isEqualTo(new UndoRecord.Undoable());
      record.revert(open.database(MAIN));
    }
    assertThat(StoreContents.of(open.database(MAIN))).as("keys after an undo").isEqualTo(before);
  }
}
