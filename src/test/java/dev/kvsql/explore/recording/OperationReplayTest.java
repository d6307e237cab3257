package dev.kvsql.explore.recording;

import static dev.kvsql.chunk.FileTag.JOURNAL;
import static dev.kvsql.chunk.FileTag.MAIN;
import static dev.kvsql.explore.recording.Recordings.replay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.explore.recording.Breach.LargeBatch;
import dev.kvsql.explore.recording.Breach.LongChunk;
import dev.kvsql.explore.recording.Breach.LongTail;
import dev.kvsql.explore.recording.Breach.MalformedMeta;
import dev.kvsql.explore.recording.Breach.PastEnd;
import dev.kvsql.explore.recording.Breach.ShortChunks;
import dev.kvsql.explore.recording.Breach.Story;
import dev.kvsql.explore.recording.Breach.WithoutMeta;
import dev.kvsql.explore.recording.CrashWindow.Cause;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay says of a file's operations, rule by rule. */
final class OperationReplayTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  private static ChunkGroup chunks(long first, long last) {
    long count = last - first + 1;
    return new ChunkGroup(first, last, count, count * 4096);
  }

  private static Story since(long operation) {
    return new Story(operation, NONE, NONE);
  }

  private static CrashWindow cut(long first, long last, ChunkGroup chunks) {
    return new CrashWindow(MAIN, Cause.SIZE_BEFORE_CHUNKS_GO, first, last, chunks, NONE);
  }

  private static CrashWindow cut(long first, long last, ChunkGroup chunks, long tail) {
    return new CrashWindow(
        MAIN, Cause.SIZE_BEFORE_CHUNKS_GO, first, last, chunks, OptionalLong.of(tail));
  }

  private static void assertWindows(ReplayReport report, CrashWindow... windows) {
    assertThat(report.broken()).isEmpty();
    assertThat(report.notices()).isEmpty();
    assertThat(report.windows())
        .isEqualTo(new ReplayReport.Some<>(windows.length, List.of(windows)));
  }

  private static void assertBroken(ReplayReport report, Breach... breaches) {
    assertThat(report.broken())
        .isEqualTo(
            List.of(breaches).stream().map(breach -> new ReplayReport.Broken(breach, 0)).toList());
    assertThat(report.windows().count()).isZero();
  }

  private static SizeBounds size(ReplayReport report, FileTag file) {
    return report.files().stream()
        .filter(end -> end.file() == file)
        .findFirst()
        .orElseThrow()
        .size();
  }

  private static SizeBounds mainSize(String... operations) {
    return size(replay(operations), MAIN);
  }

  @Test
  void aTruncateInSeveralOperationsIsAWindow() {
    ReplayReport report = replay("put m0-4=4096 M", "put M", "put m1=100", "del m2-4");
    assertWindows(report, cut(2, 4, chunks(2, 4), 1));
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(4196));
    assertThat(report.windows().first().getFirst().chunksAtRisk()).isEqualTo(4);
  }

  @Test
  void aTruncateToABoundaryIsAWindowToo() {
    ReplayReport report = replay("put m0-4=4096 M", "put M", "del m2-3", "del m4");
    assertWindows(report, cut(2, 4, chunks(2, 4)));
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(8192));
  }

  @Test
  void aTruncateToNothingIsAWindowToo() {
    ReplayReport report = replay("put m0-1=4096 M", "put M", "del m0-1");
    assertWindows(report, cut(2, 3, chunks(0, 1)));
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(0));
  }

  @Test
  void aTruncateWithinTheLastChunkIsAWindowToo() {
    ReplayReport report = replay("put m0-1=4096 M", "put M", "get m1", "put m1=7");
    assertWindows(report, cut(2, 4, ChunkGroup.NONE, 1));
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(4103));
  }

  @Test
  void aRangeDeleteEndsATruncateInOneOperation() {
    ReplayReport report = replay("put m0-99=4096 M", "put M", "range m2-");
    assertWindows(report, cut(2, 3, chunks(2, 99)));
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(8192));
  }

  @Test
  void theLastChunkMayBeLookedAtAndAnotherFileWrittenInBetween() {
    assertWindows(
        replay("put m0-4=4096 M", "put M", "get m1", "put j0=512 J", "put m1=100", "del m2-4"),
        cut(2, 6, chunks(2, 4), 1));
  }

  @Test
  void theOperationsOfATruncateAreOneWindowInAnyOrder() {
    assertWindows(
        replay("put m0-4=4096 M", "put M", "del m2-4", "put m1=100", "put m0=4096"),
        cut(2, 4, chunks(2, 4), 1));
    assertWindows(
        replay("put m0-4=4096 M", "put M", "del m4", "del m2-3"), cut(2, 4, chunks(2, 4)));
  }

  @Test
  void aTruncateMayPutTheShortenedChunkWithTheMeta() {
    ReplayReport report = replay("put m0-4=4096 M", "put m1=100 M", "range m2-");
    assertWindows(report, cut(2, 3, chunks(2, 4)));
    assertThat(size(report, MAIN)).isEqualTo(new SizeBounds(4196, 8192));
  }

  @Test
  void aSizeThatIsRecordedNeedsNoGuess() {
    assertWindows(
        replay("put m0-4=4096 M=20480", "put M=4196", "put m1=100", "del m2-4"),
        cut(2, 4, chunks(2, 4), 1));
    assertBroken(
        replay("put m0-4=4096 M=20480", "put M=4196"),
        new PastEnd(MAIN, chunks(2, 4), 4196, since(2)),
        new LongTail(MAIN, 1, 100, 4096, since(2)));
    Story left = new Story(2, NONE, OptionalLong.of(3));
    assertBroken(
        replay("put m0-4=4096 M=20480", "put M=4196", "put m1=50"),
        new PastEnd(MAIN, chunks(2, 4), 4196, left),
        new LongTail(MAIN, 1, 100, 4096, left),
        new ShortChunks(3, MAIN, new ChunkGroup(1, 1, 1, 50), 100));
    assertBroken(replay("put m0-4=4096 M=16384"), new PastEnd(MAIN, chunks(4, 4), 16384, since(1)));
  }

  @Test
  void aMetaAloneSaysNothing() {
    ReplayReport report = replay("put m0-4=4096 M", "put M");
    assertWindows(report);
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.UNKNOWN);
  }

  @Test
  void aDeleteThatFailedLeavesWhatItShouldHaveDeleted() {
    ReplayReport report = replay("put m0-11=4096 M", "put M", "del! m3-11");
    assertBroken(
        report, new PastEnd(MAIN, chunks(3, 11), 12288, new Story(2, OptionalLong.of(3), NONE)));
    assertThat(report.firstBroken()).hasValue(3);
    assertThat(report.holds()).isFalse();
  }

  @Test
  void aSecondBatchThatNeverCameLeavesTheRest() {
    assertBroken(
        replay("put m0-11=4096 M", "put M", "del m3-7"),
        new PastEnd(MAIN, chunks(8, 11), 12288, since(2)));
  }

  @Test
  void aDeleteThatWorksTheSecondTimeLeavesNothing() {
    ReplayReport report = replay("put m0-11=4096 M", "put M", "del! m3-11", "del m3-11");
    assertWindows(report, cut(2, 4, chunks(3, 11)));
    assertThat(report.failures().count()).isEqualTo(1);
  }

  @Test
  void theFirstOperationThatFailedIsToBlame() {
    assertBroken(
        replay("put m0-4=4096 M", "put M", "del! m2-4", "del! m2-4"),
        new PastEnd(MAIN, chunks(2, 4), 8192, new Story(2, OptionalLong.of(3), NONE)));
    assertBroken(
        replay("put m0-4=4096 M", "put M", "del m4", "del! m4", "del! m2-3"),
        new PastEnd(MAIN, chunks(2, 3), 8192, new Story(2, OptionalLong.of(5), NONE)));
  }

  @Test
  void aWindowEndsWhenAllIsInItsPlaceForTheFirstTime() {
    assertWindows(
        replay("put m0-4=4096 M", "put M", "del m2-4", "del m3-4"), cut(2, 3, chunks(2, 4)));
  }

  @Test
  void aTailThatWasToldOfCanComeAgain() {
    ReplayReport report =
        replay(
            "put m0-4=4096 M",
            "put M",
            "put! m1=100",
            "put m0=4096",
            "put m1=4096 M",
            "put M",
            "put m1=7");
    assertThat(report.broken()).hasSize(2);
    assertThat(report.windows().first()).containsExactly(cut(6, 7, ChunkGroup.NONE, 1));
  }

  @Test
  void aShortenedChunkThatCouldNotBePutStaysTooLong() {
    Story story = new Story(2, OptionalLong.of(3), NONE);
    assertBroken(
        replay("put m0-3=4096 M", "put M", "put! m1=100"),
        new PastEnd(MAIN, chunks(2, 3), 4196, story),
        new LongTail(MAIN, 1, 100, 4096, story));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put m0=4096",
        "put m0-1=4096",
        "put M",
        "put! m5=4096 M",
        "put m2=4096 M",
        "del! M"
      })
  void whatIsLeftWhenTheProgramGoesOnToOtherWorkIsBroken(String otherWork) {
    assertThat(replay("put m0-4=4096 M", "put M", "del m2-3", otherWork).broken())
        .containsExactly(
            new ReplayReport.Broken(
                new PastEnd(MAIN, chunks(4, 4), 8192, new Story(2, NONE, OptionalLong.of(4))), 0));
  }

  @Test
  void whatWasLeftIsToldOnceAndForgottenWhenItGoes() {
    ReplayReport report =
        replay(
            "put m0-4=4096 M",
            "put M",
            "del! m2-4",
            "put m2=4096 M",
            "put m3=4096 M",
            "put m0=4096",
            "put M",
            "del m3-4");
    assertThat(report.broken())
        .containsExactly(
            new ReplayReport.Broken(
                new PastEnd(
                    MAIN, chunks(2, 4), 8192, new Story(2, OptionalLong.of(3), OptionalLong.of(4))),
                0));
    assertThat(report.windows().first()).containsExactly(cut(7, 8, chunks(3, 3)));
    assertThat(report.files().getFirst().chunks()).isEqualTo(chunks(0, 2));
  }

  @Test
  void chunksMayGoBeforeTheSize() {
    CrashWindow window =
        new CrashWindow(MAIN, Cause.CHUNKS_GO_BEFORE_SIZE, 2, 4, chunks(2, 4), OptionalLong.of(1));
    ReplayReport report = replay("put m0-4=4096 M", "del m2-4", "put m1=100", "put M");
    assertWindows(report, window);
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(4196));
    assertWindows(replay("put m0-4=4096 M=20480", "del m2-4", "put m1=100", "put M=4196"), window);
  }

  @Test
  void chunksThatGoWithoutTheSizeAreLost() {
    ReplayReport report = replay("put m0-4=4096 M", "del m2-4", "put m1=100", "put m0=4096");
    assertBroken(report, new ShortChunks(3, MAIN, new ChunkGroup(1, 1, 1, 100), 4096));
    assertThat(report.notices()).containsExactly(new ReplayReport.Hole(2, MAIN, chunks(2, 4)));
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.exactly(20480));
    assertThat(replay("put m0-4=4096 M=20480", "del m2-4", "put M=16384").notices())
        .containsExactly(new ReplayReport.Hole(2, MAIN, chunks(2, 4)));
  }

  @Test
  void aDeleteOfWhatMayNotBeWithinTheFileIsNoHole() {
    assertWindows(replay("put m0-4=4096 M", "put M", "put m0=4096", "del m3-4", "put m0=4096"));
  }

  @Test
  void aDeleteOfNothingIsNoWindow() {
    assertWindows(replay("put j0=4096 J=20000", "range j1-", "put J=4096"));
  }

  @Test
  void aChunkPastTheEndNeedsAMeta() {
    assertBroken(
        replay("put m0-1=4096 M", "put m2-3=4096", "put m0=4096"),
        new PastEnd(MAIN, chunks(2, 3), 8192, since(2)));
    assertBroken(
        replay("put j0=100 J", "put j0=200"), new LongTail(JOURNAL, 0, 100, 200, since(2)));
    assertWindows(
        replay("put m0-1=4096 M", "put m2=4096", "put m3=4096", "put m0=4096", "put M"),
        new CrashWindow(MAIN, Cause.CHUNKS_BEFORE_SIZE, 2, 5, chunks(2, 3), NONE));
  }

  @Test
  void aMetaThatComesLaterMayCountChunksBehindIt() {
    assertWindows(
        replay("put m0-1=4096 M", "put m3=4096", "put m2=4096 M"),
        new CrashWindow(MAIN, Cause.CHUNKS_BEFORE_SIZE, 2, 3, chunks(3, 3), NONE));
  }

  @Test
  void onlyTheLastChunkThatIsKeptCanBeCut() {
    ReplayReport report = replay("put m0-4=4096 M", "put M", "del m3-4", "put m0=100");
    assertThat(report.broken())
        .containsExactly(
            new ReplayReport.Broken(
                new ShortChunks(4, MAIN, new ChunkGroup(0, 0, 1, 100), 4096), 0));
    assertThat(report.windows().first()).containsExactly(cut(2, 3, chunks(3, 4)));
  }

  @Test
  void chunksNeedAMeta() {
    assertBroken(replay("put m0-1=4096"), new WithoutMeta(MAIN, chunks(0, 1), since(1)));
    assertWindows(
        replay("put m0-1=4096", "put m1=4096", "put m2=4096 M"),
        new CrashWindow(MAIN, Cause.CHUNKS_BEFORE_META, 1, 3, chunks(0, 1), NONE));
  }

  @Test
  void aFileMayGoInSeveralBatches() {
    ReplayReport report = replay("put m0-4=4096 M", "del M m0-2", "del m3-4");
    assertWindows(
        report, new CrashWindow(MAIN, Cause.META_GOES_BEFORE_CHUNKS, 2, 3, chunks(3, 4), NONE));
    assertThat(report.files())
        .containsExactly(
            new ReplayReport.FileEnd(
                MAIN, ReplayReport.Meta.ABSENT, SizeBounds.exactly(0), ChunkGroup.NONE));
    assertWindows(
        replay("put m0-4=4096 M", "range m0-", "del M"),
        new CrashWindow(MAIN, Cause.CHUNKS_GO_BEFORE_SIZE, 2, 3, chunks(0, 4), NONE));
  }

  @Test
  void whatAFileLeavesBehindIsBroken() {
    assertBroken(
        replay("put m0-4=4096 M", "del M m0-2", "del! m3-4"),
        new WithoutMeta(MAIN, chunks(3, 4), new Story(2, OptionalLong.of(3), NONE)));
    assertBroken(
        replay("put m0-4=4096 M", "del M m0-2", "put m0=4096 M"),
        new WithoutMeta(MAIN, chunks(3, 4), new Story(2, NONE, OptionalLong.of(3))));
    assertThat(mainSize("put m0-4=4096 M", "del M m0-2", "put m0=4096 M", "put m1=4096 M"))
        .isEqualTo(SizeBounds.exactly(8192));
    assertBroken(
        replay("put m0-4=4096 M", "put M", "del! m2-4", "del M m0-1"),
        new WithoutMeta(MAIN, chunks(2, 4), since(4)));
    assertBroken(
        replay("put m0-4=4096 M", "put M", "del! m2-4", "put m0=4096", "del M m0-1"),
        new PastEnd(MAIN, chunks(2, 4), 8192, new Story(2, OptionalLong.of(3), OptionalLong.of(4))),
        new WithoutMeta(MAIN, chunks(2, 4), since(5)));
  }

  @Test
  void aChunkThatLosesBytesWithinTheMainFileIsBroken() {
    assertBroken(
        replay("put m0-3=4096 M", "put m0-2=1024"),
        new ShortChunks(2, MAIN, new ChunkGroup(0, 2, 3, 3072), 12288));
    assertBroken(
        replay("put m0-1=4096 m2=3072 M", "put m0=4096 m2=1024", "put m0=4096 m2=3072"),
        new ShortChunks(2, MAIN, new ChunkGroup(2, 2, 1, 1024), 3072));
    assertBroken(
        replay("put m0-1=4096 m2=3072 M", "put m0=1024 m2=1024 M"),
        new ShortChunks(2, MAIN, new ChunkGroup(0, 0, 1, 1024), 4096));
  }

  @Test
  void pagesMayBeWrittenInAnyOrder() {
    assertWindows(replay("put m0=1024 M", "put m1=1024 M", "put m0=4096", "put m1=4096 M"));
  }

  @Test
  void anInnerChunkOfTheMainFileThatNeverGetsWholeIsBrokenSinceItCame() {
    assertBroken(
        replay("put m0=1024 M", "put m0=2048 M", "put m1=4096 M", "put m2=100 M"),
        new ShortChunks(2, MAIN, new ChunkGroup(0, 0, 1, 2048), 4096));
  }

  @Test
  void aLastChunkThatIsShorterThanTheFileIsBrokenToo() {
    assertBroken(
        replay("put m0=4096 M=8000", "put m1=100"),
        new ShortChunks(2, MAIN, new ChunkGroup(1, 1, 1, 100), 3904));
  }

  @Test
  void whatBreaksFirstIsToldFirstThoughItShowsLater() {
    assertBroken(
        replay("put m0-1=4096 M", "put m3=4096", "put j0=5000 J"),
        new PastEnd(MAIN, chunks(3, 3), 8192, since(2)),
        new LongChunk(3, JOURNAL, 0, 5000));
  }

  @Test
  void aJournalMayHaveShortChunks() {
    ReplayReport report = replay("put J", "put j0=512 J", "put j1=4096 J", "put j1=100");
    assertThat(report.broken()).isEmpty();
    assertThat(report.notices())
        .containsExactly(
            new ReplayReport.ShortSidecar(JOURNAL, new ChunkGroup(0, 1, 2, 612), 8192));
    assertThat(replay("put j0-3=4096 J", "put j0-1=512").broken()).isEmpty();
  }

  @Test
  void aChunkIsNotLongerThan4096Bytes() {
    assertBroken(replay("put m0=4097 M"), new LongChunk(1, MAIN, 0, 4097));
  }

  @Test
  void aMetaIsAMeta() {
    assertBroken(replay("put m0=4096 M:11"), new MalformedMeta(1, MAIN, "10 bytes", "11 bytes"));
    assertBroken(
        Recordings.replayLines(
            "{\"op\":\"put\",\"entries\":[[\"08010001\",\"AgAAEAAAAAAAAA==\"]]}"),
        new MalformedMeta(1, JOURNAL, "version 1", "version 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"put m0-127=4096 M", "put! m0-128=4096", "get m0-128", "del m0-128"})
  void aBatchHasAtMost128Keys(String operation) {
    OperationKind kind =
        switch (operation.substring(0, 3)) {
          case "put" -> OperationKind.PUT;
          case "get" -> OperationKind.GET;
          default -> OperationKind.DELETE;
        };
    assertBroken(replay(operation), new LargeBatch(1, kind, 129, 128));
    assertThat(replay("put M m0-126=4096", "get m0-127", "del M m0-126").broken()).isEmpty();
  }

  @Test
  void theFirstOfEachKindAndFileIsToldAndTheOthersAreCounted() {
    ReplayReport report =
        replay(
            "put m0-1=4096 M", "put J:9", "put m0=100 j0=5000", "put m0=50", "put J:8", "put J:7");
    assertThat(report.broken())
        .containsExactly(
            new ReplayReport.Broken(new MalformedMeta(2, JOURNAL, "10 bytes", "9 bytes"), 2),
            new ReplayReport.Broken(
                new ShortChunks(3, MAIN, new ChunkGroup(0, 0, 1, 100), 4096), 1),
            new ReplayReport.Broken(new LongChunk(3, JOURNAL, 0, 5000), 0));
  }

  @Test
  void whatFailedWasNotDone() {
    ReplayReport report =
        replay("put! m0=4096 M", "put m0=4096 M", "del! M m0", "put! m1=5000 M:3", "del! m0");
    assertWindows(report);
    assertThat(report.files())
        .containsExactly(
            new ReplayReport.FileEnd(
                MAIN, ReplayReport.Meta.STORED, SizeBounds.exactly(4096), chunks(0, 0)));
    assertThat(report.failures().count()).isEqualTo(4);
  }

  @Test
  void aPutWithTheMetaTellsTheSize() {
    assertThat(mainSize("put m0-2=4096 M")).isEqualTo(SizeBounds.exactly(12288));
    assertThat(mainSize("put m0=4096 M", "put m0=4096 m2=7 M")).isEqualTo(SizeBounds.exactly(8199));
    assertThat(mainSize("put m0-4=4096 M", "put m1=4096 M")).isEqualTo(SizeBounds.exactly(20480));
    assertThat(mainSize("put m0-4=4096 M", "put M", "put m6=4096", "put m1=4096 M"))
        .isEqualTo(new SizeBounds(8192, SizeBounds.UNKNOWN.atMost()));
  }

  @Test
  void aLastChunkBesideShortOnesSaysOnlyWhereItStarts() {
    assertThat(mainSize("put m0-1=1024 M")).isEqualTo(new SizeBounds(5120, 8192));
  }

  @Test
  void deletesThatLeaveChunksInBetweenAreNoTruncate() {
    ReplayReport report = replay("put m0-4=4096 M", "put M", "del m1 m3");
    assertWindows(report);
    assertThat(size(report, MAIN)).isEqualTo(SizeBounds.UNKNOWN);
  }

  @Test
  void keysOfOtherProgramsAreKeptAndCounted() {
    String puts =
        """
        {"op":"put","entries":[["01",3],["02aa",4],["",0],["0899",5],["01",6]]}
        {"op":"put","entries":[["03",3],["0877",3]],"failed":true}
        """;
    assertThat(Recordings.replayLines(puts).otherKeys())
        .isEqualTo(new ReplayReport.OtherKeys(3, 1));
    assertThat(
            Recordings.replayLines(puts + "{\"op\":\"delete\",\"keys\":[\"01\",\"0899\",\"77\"]}")
                .otherKeys())
        .isEqualTo(new ReplayReport.OtherKeys(2, 0));
    assertThat(
            Recordings.replayLines(
                    puts + "{\"op\":\"deleteRange\",\"from\":\"02\",\"to\":\"0899\"}")
                .otherKeys())
        .isEqualTo(new ReplayReport.OtherKeys(2, 1));
    assertThat(
            Recordings.replayLines(puts + "{\"op\":\"deleteRange\",\"from\":\"09\",\"to\":\"01\"}")
                .otherKeys())
        .isEqualTo(new ReplayReport.OtherKeys(3, 1));
  }

  @Test
  void aRangeOverEverythingTakesEveryFile() {
    ReplayReport report =
        Recordings.replayLines(
            """
            {"op":"put","entries":[["0801010000000000",4096],["08010000",10],["08010001",10]]}
            {"op":"deleteRange","from":"08","to":"09"}
            """);
    assertWindows(report);
    assertThat(report.files())
        .allSatisfy(file -> assertThat(file.meta()).isEqualTo(ReplayReport.Meta.ABSENT));
  }

  @Test
  void ofAKeyThatIsPutTwiceTheLastValueCounts() {
    assertThat(replay("put m0=1 m0=4096 M:3 M").files())
        .containsExactly(
            new ReplayReport.FileEnd(
                MAIN, ReplayReport.Meta.STORED, SizeBounds.exactly(4096), chunks(0, 0)));
  }

  @Test
  void operationsAreCountedByKind() {
    ReplayReport report =
        replay("get m0 M", "put m0-2=4096 M", "get! m0", "del m1", "range m2-", "put M");
    assertThat(report.operations())
        .containsExactly(
            new ReplayReport.Calls(OperationKind.GET, 2, 1, 3, 2),
            new ReplayReport.Calls(OperationKind.PUT, 2, 0, 5, 4),
            new ReplayReport.Calls(OperationKind.DELETE, 1, 0, 1, 1),
            new ReplayReport.Calls(OperationKind.DELETE_RANGE, 1, 0, 0, 0));
    assertThat(report.total()).isEqualTo(6);
    assertThat(report.largestBatch()).isEqualTo(4);
  }

  @Test
  void ofManyWindowsAndFailuresTheFirstAreKept() {
    String[] operations = new String[3 * 50];
    for (int i = 0; i < operations.length; i += 3) {
      operations[i] = "put m0-1=4096 M";
      operations[i + 1] = "put M";
      operations[i + 2] = "del m1";
    }
    ReplayReport report = replay(operations);
    assertThat(report.windows().count()).isEqualTo(50);
    assertThat(report.windows().first())
        .hasSize(ReplayReport.KEPT)
        .startsWith(cut(2, 3, chunks(1, 1)));
  }
}
