package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.check.Damage;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Findings;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.LimitedDisk;
import dev.kvsql.disk.LocalDisk;
import dev.kvsql.inspect.InferredSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs carried out: what they change, what they do not, and that all of it can be put back. */
final class RepairTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void orphansGoAndNothingElse() throws Exception {
    Damage database = Damage.pages22().key("01").key("0801").key("09");
    String sound = dump(database.store());
    database.put(FileTag.MAIN, 22, new byte[9]).put(FileTag.MAIN, 70, new byte[4096]);

    assertRepaired(database, "warn KEY-UNKNOWN manual\n", sound, 2);
  }

  @Test
  void aTailIsCut() throws Exception {
    Damage database = Damage.pages86Of1024();
    String sound = dump(database.store());
    database.resize(FileTag.MAIN, 21, 1, 4096);

    assertRepaired(database, "", sound, 1);
  }

  @Test
  void anEmptyValueGoesAndItsHoleIsStillFound() throws Exception {
    Damage database = Damage.pages22().run("DELETE FROM t WHERE id > 10");
    long trunk = database.number(32);
    long leaf = database.number((trunk - 1) * 4096 + 8);
    database.delete(FileTag.MAIN, leaf - 1, 1);
    String withHole = dump(database.store());
    database.put(FileTag.MAIN, leaf - 1, new byte[0]);

    assertRepaired(database, "notice CHUNK-MISSING main " + (leaf - 1) + "+1 lossy\n", withHole, 1);
  }

  @Test
  void staleSidecarsGo() throws Exception {
    Damage database = Damage.pages22();
    String sound = dump(database.store());
    database
        .file(FileTag.JOURNAL, new byte[9000])
        .size(FileTag.WAL, 0)
        .put(FileTag.SHM, 4, new byte[1])
        .put(FileTag.SHM, 9, new byte[1]);

    assertRepaired(database, "", sound, 7);
  }

  @Test
  void aMetaThatIsTooSmallIsRaised() throws Exception {
    Damage database = Damage.pages22();
    String sound = dump(database.store());
    database.size(FileTag.MAIN, 20 * 4096);

    assertRepaired(database, "", sound, 1);
  }

  @Test
  void aMetaThatEndsInsideAChunkIsRaisedToTheExactSize() throws Exception {
    Damage database = Damage.pages86Of1024();
    String sound = dump(database.store());
    database.size(FileTag.MAIN, 81 * 1024 + 1);

    assertRepaired(database, "", sound, 1);
  }

  @Test
  void aLostSizeIsInferredWhenThatIsAllowed() throws Exception {
    Damage database = Damage.pages22();
    String sound = dump(database.store());
    database.withoutMeta(FileTag.MAIN);

    assertThat(inferred(database).size())
        .isEqualTo(new InferredSize(22 * 4096, InferredSize.Basis.HEADER));

    database.put(FileTag.MAIN, 30, new byte[9]);
    Rehearsal rehearsal = rehearse(database, Set.of(FindingId.META_MISSING));
    assertThat(rehearsal.plan().actions())
        .as("what comes to light is mended, too")
        .map(action -> action.getClass().getSimpleName())
        .containsExactly("InferSize", "DeleteOrphans");
    assertThat(rehearsal.after().findings()).isEmpty();
    assertThat(rehearsal.objection()).isEmpty();
    assertThat(dump(rehearsal.view())).isEqualTo(sound);
  }

  @Test
  void withoutAHeaderThatCountsTheLastChunkTellsTheSize() throws Exception {
    Damage database = Damage.pages86Of1024().poke(92, 0, 0, 0, 0).meta(FileTag.MAIN, new byte[3]);

    assertThat(inferred(database).size())
        .isEqualTo(new InferredSize(86 * 1024, InferredSize.Basis.LAST_PAGE));

    database.poke(0, 1, 2, 3).resize(FileTag.MAIN, 21, 1, 2000);
    assertThat(inferred(database).size())
        .isEqualTo(new InferredSize(21 * 4096 + 2000, InferredSize.Basis.LAST_CHUNK));
  }

  @Test
  void whatMayLoseSomethingIsNotDoneUnlessItIsAllowed() throws Exception {
    Damage database = Damage.pages22().withoutMeta(FileTag.MAIN);

    Rehearsal rehearsal = rehearse(database, Set.of(FindingId.META_MALFORMED));

    assertThat(rehearsal.plan().isEmpty()).isTrue();
    assertThat(Findings.lines(rehearsal.plan().left()))
        .isEqualTo("error META-MISSING main lossy\n");
  }

  @Test
  void aJournalOfAnotherDatabaseIsNotRolledBack() throws Exception {
    Damage other = Damage.crashedCommit(Damage.pages86Of1024(), "UPDATE t SET body = 'y'");
    Damage database = Damage.pages22();
    StoreContents.fill(
        database.store(), StoreContents.of(other.store(), StoreKey.chunks(FileTag.JOURNAL)));
    database.size(FileTag.JOURNAL, FileMeta.sizeIn(other.store(), FileTag.JOURNAL).orElseThrow());

    Rehearsal rehearsal = rehearse(database, Set.of());

    assertThat(rehearsal.plan().isEmpty()).isTrue();
    assertThat(rehearsal.objection())
        .hasValueSatisfying(
            why -> assertThat(why).contains("is that the journal of this database?"));
  }

  private static Rehearsal rehearse(Damage database, Set<FindingId> allowed) {
    return new Repair("app.kv", "main", database.store(), Optional.empty())
        .rehearse(database.check(), allowed);
  }

  private static RepairAction.InferSize inferred(Damage database) {
    Rehearsal rehearsal =
        rehearse(database, Set.of(FindingId.META_MISSING, FindingId.META_MALFORMED));
    return (RepairAction.InferSize) rehearsal.plan().actions().getFirst();
  }

  @Test
  void aHotJournalIsRolledBack() throws Exception {
    Damage before = Damage.pages22();
    Damage crashed = Damage.crashedCommit(before, "UPDATE t SET body = 'y' WHERE id < 9");
    Damage never = Damage.pages22();

    assertRepaired(crashed, "", dump(never.store()), null);
  }

  @Test
  void whatIsLossyStaysAsItIs() throws Exception {
    Damage database = Damage.pages22().withoutMeta(FileTag.MAIN).put(FileTag.WAL, 3, new byte[9]);
    String withoutWal = dump(Damage.pages22().withoutMeta(FileTag.MAIN).store());

    assertRepaired(database, "error META-MISSING main lossy\n", withoutWal, 1);
  }

  /** Repairs, compares with what it should be, undoes, and compares with what it was. */
  private void assertRepaired(
      Damage database, String findingsAfter, String expected, @Nullable Integer keys)
      throws IOException {
    String damaged = dump(database.store());
    Path undo = dir.resolve("app.undo");

    Repair.Outcome outcome = apply(database, database.store(), undo);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Repair.Done.class,
            done -> {
              assertThat(Findings.lines(done.after())).isEqualTo(findingsAfter);
              assertThat(done.undoFile()).isEqualTo(undo);
              assertThat(done.keys()).isEqualTo(keys == null ? done.keys() : keys);
            });
    assertThat(dump(database.store())).isEqualTo(expected);
    assertThat(Findings.lines(database.check())).isEqualTo(findingsAfter);

    try (UndoRecord record = UndoRecord.open(undo)) {
      UndoHead head = record.head();
      assertThat(head).isEqualTo(expectedHead(head, outcome));
      assertThat(record.fit(database.store())).isEqualTo(new UndoRecord.Undoable());
      record.revert(database.store());
      assertThat(dump(database.store())).isEqualTo(damaged);
      assertThat(record.fit(database.store())).isEqualTo(new UndoRecord.TakenBack());
    }
  }

  private static UndoHead expectedHead(UndoHead head, Repair.Outcome outcome) {
    long keys = ((Repair.Done) outcome).keys();
    return new UndoHead("app.kv", "main", "repair", head.created(), keys);
  }

  @Test
  void everythingReachesTheStoreAsOneForcedBatchAfterTheRecord() throws Exception {
    Damage database =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 9")
            .put(FileTag.MAIN, 40, new byte[1])
            .size(FileTag.SHM, 0);
    Path undo = dir.resolve("app.undo");
    Watched watched = new Watched(database.store(), undo, Watched.Then.APPLY);

    assertThat(apply(database, watched, undo)).isInstanceOf(Repair.Done.class);

    assertThat(watched.seen).containsExactly("FORCED, record there");
  }

  @Test
  void aProcessThatEndsBeforeTheBatchLeavesARecordThatDoesNoHarm() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 40, new byte[1]);
    String before = dump(database.store());
    Path undo = dir.resolve("app.undo");
    Watched watched = new Watched(database.store(), undo, Watched.Then.DIE);

    assertThatThrownBy(() -> apply(database, watched, undo)).hasMessage("killed here");

    assertThat(dump(database.store())).isEqualTo(before);
    // The record fits the store after the repair only, so it is refused now.
    try (UndoRecord record = UndoRecord.open(undo)) {
      assertThat(record.fit(database.store())).isEqualTo(new UndoRecord.TakenBack());
    }
    assertThat(apply(database, database.store(), dir.resolve("second.undo")))
        .isInstanceOf(Repair.Done.class);
  }

  @Test
  void aStoreThatRefusesIsAsItWas() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 40, new byte[1]);
    String before = dump(database.store());
    Path undo = dir.resolve("app.undo");
    Watched watched = new Watched(database.store(), undo, Watched.Then.FAIL);

    assertThatThrownBy(() -> apply(database, watched, undo))
        .isInstanceOf(StoreException.Failed.class);

    assertThat(dump(database.store())).isEqualTo(before);
  }

  @Test
  void aRepairThatMakesItWorseOnTheCopyIsNotDone() throws Exception {
    Damage database = Damage.pages22().key("0801");
    String before = dump(database.store());
    DatabaseReport report = database.check();
    RepairPlan wrong =
        new RepairPlan(List.of(new RepairAction.DeleteOrphans(FileTag.MAIN, 4, 3, 0)), List.of());
    Path undo = dir.resolve("app.undo");

    Repair.Outcome outcome =
        new Repair("app.kv", "main", database.store(), Optional.empty()).apply(wrong, report, undo);

    assertThat(outcome)
        .isEqualTo(new Repair.Refused("the repaired copy checks worse than the original"));
    assertThat(dump(database.store())).isEqualTo(before);
    assertThat(undo).doesNotExist();
  }

  @Test
  void aRepairThatTheStoreMakesWorseIsPutBack() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 40, new byte[1]);
    String before = dump(database.store());
    Path undo = dir.resolve("app.undo");
    Watched watched = new Watched(database.store(), undo, Watched.Then.LIE);

    Repair.Outcome outcome = apply(database, watched, undo);

    assertThat(outcome)
        .isEqualTo(
            new Repair.Refused("the repaired store checked worse, so it was put back as it was"));
    assertThat(dump(database.store())).isEqualTo(before);
  }

  @Test
  void withoutARoomForTheRecordNothingIsDone() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 40, new byte[1]);
    String before = dump(database.store());
    Path taken = Files.writeString(dir.resolve("taken"), "precious");

    assertThatThrownBy(() -> apply(database, database.store(), taken))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> apply(database, database.store(), dir.resolve("no/such/dir")))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(dump(database.store())).isEqualTo(before);
    assertThat(taken).hasContent("precious");
  }

  @Test
  void aRecordThatDoesNotFitOnTheDiskStopsTheRepair() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 40, new byte[1]);
    String before = dump(database.store());
    DatabaseReport report = database.check();
    Path undo = dir.resolve("app.undo");
    LimitedDisk full = new LimitedDisk(LocalDisk.shared(), 10_000);

    assertThatThrownBy(() ->
            new Repair("app.kv", "main", database.store(), Optional.empty())
                .apply(RepairPlan.of(report), report, full, undo))
        .isInstanceOf(IOException.class)
        .hasMessage(undo + ": cannot be written: No space left on device; nothing was changed");

    assertThat(undo).doesNotExist();
    assertThat(dump(database.store())).isEqualTo(before);
  }

  private static Repair.Outcome apply(Damage database, ChunkStore store, Path undo)
      throws IOException {
    DatabaseReport report = database.check();
    return new Repair("app.kv", "main", store, Optional.empty())
        .apply(RepairPlan.of(report), report, undo);
  }

  @Test
  void onlyWhatThePlanNamesIsDeleted() throws Exception {
    Damage database = Damage.pages22().put(FileTag.MAIN, 40, new byte[1]);
    RepairPlan plan = RepairPlan.of(database.check());
    DatabaseReport report = database.check();
    database.put(FileTag.MAIN, 41, new byte[1]);

    new Repair("app.kv", "main", database.store(), Optional.empty())
        .apply(plan, report, dir.resolve("app.undo"));

    assertThat(database.store().get(StoreKey.chunk(FileTag.MAIN, 40))).isNull();
    assertThat(database.store().get(StoreKey.chunk(FileTag.MAIN, 41))).isNotNull();
  }

  private static String dump(ChunkStore store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KvDump.write(store.scan(KeyRange.ALL), out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  /** A store that watches, fails or does something else when the repair writes to it. */
  private static final class Watched implements ChunkStore {
    private enum Then {
      APPLY,
      FAIL,
      DIE,
      LIE
    }

    private final ChunkStore below;
    private final Path record;
    private final Then then;
    private final List<String> seen = new ArrayList<>();

    Watched(ChunkStore below, Path record, Then then) {
      this.below = below;
      this.record = record;
      this.then = then;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return below.get(key);
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      return below.scan(range);
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      seen.add(durability + (Files.exists(record) ? ", record there" : ", no record"));
      switch (then) {
        case APPLY -> below.apply(batch, durability);
        case FAIL -> throw new StoreException.Failed("the disk is full", null);
        case DIE -> throw new IllegalStateException("killed here");
        case LIE -> {
          below.apply(batch, durability);
          if (seen.size() == 1) {
            below.apply(meta(3), durability);
          } else {
            below.apply(meta(22), durability);
          }
        }
      }
    }

    private static WriteBatch meta(int pages) {
      return WriteBatch.builder()
          .put(StoreKey.meta(FileTag.MAIN), new FileMeta(pages * 4096L).encode())
          .build();
    }
  }
}
