package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.Breach;
import dev.kvsql.explore.recording.ChunkGroup;
import dev.kvsql.explore.recording.CrashWindow;
import dev.kvsql.explore.recording.OperationKind;
import dev.kvsql.explore.recording.OperationReplay;
import dev.kvsql.explore.recording.ReplayReport;
import dev.kvsql.explore.recording.SizeBounds;
import dev.kvsql.inspect.RivetFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays as text and as JSON: of what Rivet did, and of everything that can be said. */
final class RecordingRenderTest {
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final ChunkGroup SOME = new ChunkGroup(3, 5, 3, 12288);

  static Stream<RivetFixture> fixtures() {
    return RivetFixture.all();
  }

  @Test
  void aHealthyRecordingSaysSo() throws Exception {
    assertThat(text(new RivetFixture("basic-rows")))
        .isEqualTo(
            """
            ops.jsonl.gz: 411 operations replayed on an empty store, no invariant is broken
            operations
              kind  count  failed  keys  largest batch
              get       8       0     8              1
              put     403       0   819              6
            files at the end
              file    size  chunks  stored bytes
              main  32,768       8        32,768
            windows in which a crash would leave a file in pieces: none
            failed operations, which were not carried out: none
            """);
  }

  @Test
  void aCommitThatFailedHalfWayBreaksNothing() throws Exception {
    assertThat(text(new RivetFixture("hot-journal-mid-commit")))
        .isEqualTo(
            """
            ops.jsonl.gz: 2,885 operations replayed on an empty store, no invariant is broken
            operations
              kind  count  failed   keys  largest batch
              get   1,224       1  1,226              2
              put   1,661       1  3,674              3
            files at the end
              file          size  chunks  stored bytes
              main     1,646,592     402     1,646,592
              journal  1,645,696     402     1,645,696
            windows in which a crash would leave a file in pieces: none
            failed operations, which were not carried out: 2
              operation 2884: put of main chunk 41
              operation 2885: get of journal chunk 401
            """);
  }

  @Test
  void eachTruncateOfAPersistentJournalIsAWindow() throws Exception {
    assertThat(text(new RivetFixture("journal-persist")))
        .isEqualTo(
            """
            ops.jsonl.gz: 4,999 operations replayed on an empty store, no invariant is broken
            operations
              kind    count  failed   keys  largest batch
              get     2,971       0  2,977              2
              put     2,020       0  3,978              3
              delete      8       0    180            128
            files at the end
              file          size  chunks  stored bytes
              main     4,194,304   1,024     4,194,304
              journal      9,000       3         9,000
            windows in which a crash would leave a file in pieces: 7
              operations 215-218: journal chunk 3 past the end, chunk 2 too long
              operations 425-428: journal chunk 3 past the end, chunk 2 too long
              operations 635-638: journal chunk 3 past the end, chunk 2 too long
              operations 847-850: journal chunk 3 past the end, chunk 2 too long
              operations 1075-1078: journal chunks 3-5 (3) past the end, chunk 2 too long
              operations 1303-1306: journal chunks 3-5 (3) past the end, chunk 2 too long
              operations 3043-3047: journal chunks 3-172 (170) past the end, chunk 2 too long
            failed operations, which were not carried out: none
            """);
  }

  @Test
  void bytesThatWereLostAreSaidWithTheOperationThatLostThem() throws Exception {
    assertThat(text(new RivetFixture("page1024-batch-write-loss")))
        .isEqualTo(
            """
            ops.jsonl.gz: 292 operations replayed on an empty store, broken at operation 288
              operation 288 CHUNK-SHORT  main chunks 0-30 (byte 0): expected 125,952 bytes, found 31,744 bytes, and what is missing reads as zeros
            operations
              kind    count  failed  keys  largest batch
              get       133       0   133              1
              put       158       0   319             32
              delete      1       0     9              9
            files at the end
              file              size  chunks  stored bytes
              main  87,040 to 90,112      22        22,528
            windows in which a crash would leave a file in pieces: 2
              operations 162-164: main chunk 30 too long
              operations 290-292: main chunks 22-30 (9) past the end
            failed operations, which were not carried out: none
            """);
  }

  @Test
  void chunksThatADeleteLeftAreSaidWithThatDelete() throws Exception {
    assertThat(text(new RivetFixture("truncate-interrupted-orphans")))
        .isEqualTo(
            """
            ops.jsonl.gz: 64 operations replayed on an empty store, broken at operation 64
              operation 64 CHUNK-ORPHAN  main chunks 10-114 (byte 40960): expected no chunk past 40,960 bytes, found 105 chunks, 430,080 bytes
                past the end since operation 63; operation 64, which would have ended that, failed; still so at the end
            operations
              kind    count  failed  keys  largest batch
              get         8       0     8              1
              put        55       0   282             10
              delete      1       1   105            105
            files at the end
              file    size  chunks  stored bytes
              main  40,960     115       471,040
            windows in which a crash would leave a file in pieces: none
            failed operations, which were not carried out: 1
              operation 64: delete of 105 keys, the first main chunk 10
            """);
  }

  @Test
  void aVacuumThatShrinksTheFileIsAWindow() throws Exception {
    assertThat(text(new RivetFixture("vacuum-shrink-aligned")))
        .isEqualTo(
            """
            ops.jsonl.gz: 82 operations replayed on an empty store, no invariant is broken
            operations
              kind    count  failed  keys  largest batch
              get         8       0     8              1
              put        72       0   397             25
              delete      2       0   137            128
            files at the end
              file     size  chunks  stored bytes
              main  102,400      25       102,400
            windows in which a crash would leave a file in pieces: 1
              operations 80-82: main chunks 25-161 (137) past the end
            failed operations, which were not carried out: none
            """);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theDocumentSaysTheSame(RivetFixture fixture) throws Exception {
    assertThat(json("ops.jsonl.gz", OperationReplay.of(fixture.recording())))
        .isEqualTo(fixture.replay());
  }

  @Test
  void everythingThatCanBeSaidHasItsLine() {
    assertThat(text("a\u001b[31m", everything()))
        .isEqualTo(
            """
            a\\u001b[31m: 4,000 operations replayed on an empty store, broken at operation 2
              operation 2 CHUNK-ORPHAN  main chunks 3-5 (byte 12288): expected no chunk past 12,288 bytes, found 3 chunks, 12,288 bytes
                past the end since operation 1; operation 2, which would have ended that, failed; still so when operation 3 went on to other work
                and 1,234 more like this
              operation 4 CHUNK-TAIL  wal chunk 2 (byte 8192): expected 1 byte, found 4,096 bytes
                too long since operation 4; still so at the end
              operation 5 CHUNK-SHORT  main 2 chunks within 1-9 (byte 4096): expected 8,192 bytes, found 100 bytes, and what is missing reads as zeros
              operation 6 CHUNK-LONG  shm chunk 7 (byte 28672): expected at most 4,096 bytes, found 5,000 bytes
              operation 7 META-MISSING  journal chunks 3-5 (byte 12288): expected a meta key with the file's size, found none, and 3 chunks, 12,288 bytes
                without a meta since operation 6; operation 7, which would have ended that, failed; still so at the end
              operation 7 META-MALFORMED  main meta: expected 10 bytes, found 9 bytes
              operation 8 BATCH-KEYS  put: expected at most 128 keys in one call, found 1,290
            operations
              kind         count  failed   keys  largest batch
              get          1,000       2  3,000            129
              put          1,000       2  3,000            129
              delete       1,000       2  3,000            129
              deleteRange  1,000       2  3,000            129
            files at the end
              file               size  chunks  stored bytes
              main            no meta       3        12,288
              journal  malformed meta       3        12,288
              wal      at least 4,097       3        12,288
              shm           not known       0             0
              other keys: 1 unknown, 2,000 of other programs
            windows in which a crash would leave a file in pieces: 1,005
              operations 1234-1236: main chunks 3-5 (3) past the end
              operations 1234-1236: main chunks 3-5 (3) gone from within the file
              operations 1234-1236: main chunks 3-5 (3) past the end
              operations 1234-1236: main chunks 3-5 (3) without a meta
              operations 1234-1236: main chunks 3-5 (3) without a meta
              operations 1234-1236: main chunk 2 too long
              operations 1234-1236: main chunks 3-5 (3) gone from within the file, chunk 2 cut
              and 998 more
            failed operations, which were not carried out: 2,000
              operation 2345: get of no key
              operation 2345: put of wal meta
              operation 2345: delete of 2 keys, the first a key of another program
              operation 2345: deleteRange of all from shm chunk 4 on
              operation 2345: deleteRange of all from an unknown key on
              operation 2345: get of no key
              operation 2345: get of no key
              operation 2345: get of no key
              operation 2345: get of no key
              operation 2345: get of no key
              and 1,990 more
            notices
              journal 2 chunks within 1-9: 8,192 bytes within the file, 100 stored; a journal may have that
              operation 1234: main chunks 3-5 deleted within the file; right where no page is in use
            """);
    assertThat(json("a\u001b[31m", everything()))
        .isEqualTo(
            """
            {"format":"kvsql/explore-ops/1","recording":"a\\u001b[31m","holds":false,"firstBroken":2,"broken":[{"id":"CHUNK-ORPHAN","operation":2,"file":"main","chunk":3,"count":3,"offset":12288,"expected":"no chunk past 12,288 bytes","found":"3 chunks, 12,288 bytes","since":1,"failedOperation":2,"leftAtOperation":3,"more":1234},{"id":"CHUNK-TAIL","operation":4,"file":"wal","chunk":2,"count":1,"offset":8192,"expected":"1 byte","found":"4,096 bytes","since":4,"more":0},{"id":"CHUNK-SHORT","operation":5,"file":"main","chunk":1,"lastChunk":9,"count":2,"offset":4096,"expected":"8,192 bytes","found":"100 bytes, and what is missing reads as zeros","more":0},{"id":"CHUNK-LONG","operation":6,"file":"shm","chunk":7,"count":1,"offset":28672,"expected":"at most 4,096 bytes","found":"5,000 bytes","more":0},{"id":"META-MISSING","operation":7,"file":"journal","chunk":3,"count":3,"offset":12288,"expected":"a meta key with the file's size","found":"none, and 3 chunks, 12,288 bytes","since":6,"failedOperation":7,"more":0},{"id":"META-MALFORMED","operation":7,"file":"main","expected":"10 bytes","found":"9 bytes","more":0},{"id":"BATCH-KEYS","operation":8,"op":"put","expected":"at most 128 keys in one call","found":"1,290","more":0}],"operations":4000,"largestBatch":129,"kinds":[{"op":"get","count":1000,"failed":2,"keys":3000,"largestBatch":129},{"op":"put","count":1000,"failed":2,"keys":3000,"largestBatch":129},{"op":"delete","count":1000,"failed":2,"keys":3000,"largestBatch":129},{"op":"deleteRange","count":1000,"failed":2,"keys":3000,"largestBatch":129}],"files":[{"file":"main","meta":"absent","chunks":3,"storedBytes":12288},{"file":"journal","meta":"malformed","chunks":3,"storedBytes":12288},{"file":"wal","meta":"stored","sizeAtLeast":4097,"chunks":3,"storedBytes":12288},{"file":"shm","meta":"stored","sizeAtLeast":0,"chunks":0,"storedBytes":0}],"unknownKeys":1,"foreignKeys":2000,"windowCount":1005,"windows":[{"file":"main","cause":"size-before-chunks-go","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":3,"chunk":3,"count":3,"offset":12288},{"file":"main","cause":"chunks-go-before-size","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":3,"chunk":3,"count":3,"offset":12288},{"file":"main","cause":"chunks-before-size","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":3,"chunk":3,"count":3,"offset":12288},{"file":"main","cause":"chunks-before-meta","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":3,"chunk":3,"count":3,"offset":12288},{"file":"main","cause":"meta-goes-before-chunks","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":3,"chunk":3,"count":3,"offset":12288},{"file":"main","cause":"size-before-chunks-go","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":1,"tailChunk":2},{"file":"main","cause":"chunks-go-before-size","firstOperation":1234,"lastOperation":1236,"chunksAtRisk":4,"chunk":3,"count":3,"offset":12288,"tailChunk":2}],"failureCount":2000,"failures":[{"operation":2345,"op":"get","keys":0},{"operation":2345,"op":"put","keys":1,"file":"wal"},{"operation":2345,"op":"delete","keys":2},{"operation":2345,"op":"deleteRange","keys":0,"file":"shm","chunk":4},{"operation":2345,"op":"deleteRange","keys":0},{"operation":2345,"op":"get","keys":0},{"operation":2345,"op":"get","keys":0},{"operation":2345,"op":"get","keys":0},{"operation":2345,"op":"get","keys":0},{"operation":2345,"op":"get","keys":0},{"operation":2345,"op":"get","keys":0}],"notices":[{"file":"journal","notice":"short-chunks","chunk":1,"lastChunk":9,"count":2,"offset":4096,"withinBytes":8192,"storedBytes":100},{"file":"main","notice":"hole","operation":1234,"chunk":3,"count":3,"offset":12288}]}
            """);
  }

  private static ReplayReport everything() {
    Breach.Story story = new Breach.Story(1, OptionalLong.of(2), OptionalLong.of(3));
    return new ReplayReport(
        Arrays.stream(OperationKind.values())
            .map(kind -> new ReplayReport.Calls(kind, 1000, 2, 3000, 129))
            .toList(),
        List.of(
            new ReplayReport.FileEnd(
                FileTag.MAIN, ReplayReport.Meta.ABSENT, new SizeBounds(0, 0), SOME),
            new ReplayReport.FileEnd(
                FileTag.JOURNAL, ReplayReport.Meta.MALFORMED, new SizeBounds(0, 0), SOME),
            new ReplayReport.FileEnd(
                FileTag.WAL,
                ReplayReport.Meta.STORED,
                new SizeBounds(4097, StoreKey.MAX_FILE_BYTES),
                SOME),
            new ReplayReport.FileEnd(
                FileTag.SHM,
                ReplayReport.Meta.STORED,
                new SizeBounds(0, StoreKey.MAX_FILE_BYTES),
                ChunkGroup.NONE)),
        new ReplayReport.OtherKeys(2000, 1),
        new ReplayReport.Some<>(
            1005,
            Stream.concat(
                    Arrays.stream(CrashWindow.Cause.values())
                        .map(cause -> window(cause, SOME, NONE)),
                    Stream.of(
                        window(
                            CrashWindow.Cause.SIZE_BEFORE_CHUNKS_GO,
                            ChunkGroup.NONE,
                            OptionalLong.of(2)),
                        window(CrashWindow.Cause.CHUNKS_GO_BEFORE_SIZE, SOME, OptionalLong.of(2))))
                .toList()),
        new ReplayReport.Some<>(
            2000,
            Stream.concat(
                    Stream.of(
                        failure(OperationKind.GET, 0, Optional.empty()),
                        failure(OperationKind.PUT, 1, Optional.of(new StoreKey.Meta(FileTag.WAL))),
                        failure(OperationKind.DELETE, 2, Optional.of(new StoreKey.Foreign())),
                        failure(
                            OperationKind.DELETE_RANGE,
                            0,
                            Optional.of(new StoreKey.Chunk(FileTag.SHM, 4))),
                        failure(
                            OperationKind.DELETE_RANGE, 0, Optional.of(new StoreKey.Unknown()))),
                    Collections.nCopies(6, failure(OperationKind.GET, 0, Optional.empty()))
                        .stream())
                .toList()),
        List.of(
            new ReplayReport.ShortSidecar(FileTag.JOURNAL, new ChunkGroup(1, 9, 2, 100), 8192),
            new ReplayReport.Hole(1234, FileTag.MAIN, SOME)),
        List.of(
            new ReplayReport.Broken(new Breach.PastEnd(FileTag.MAIN, SOME, 12288, story), 1234),
            new ReplayReport.Broken(
                new Breach.LongTail(FileTag.WAL, 2, 1, 4096, new Breach.Story(4, NONE, NONE)), 0),
            new ReplayReport.Broken(
                new Breach.ShortChunks(5, FileTag.MAIN, new ChunkGroup(1, 9, 2, 100), 8192), 0),
            new ReplayReport.Broken(new Breach.LongChunk(6, FileTag.SHM, 7, 5000), 0),
            new ReplayReport.Broken(
                new Breach.WithoutMeta(
                    FileTag.JOURNAL, SOME, new Breach.Story(6, OptionalLong.of(7), NONE)),
                0),
            new ReplayReport.Broken(
                new Breach.MalformedMeta(7, FileTag.MAIN, "10 bytes", "9 bytes"), 0),
            new ReplayReport.Broken(new Breach.LargeBatch(8, OperationKind.PUT, 1290, 128), 0)));
  }

  private static CrashWindow window(CrashWindow.Cause cause, ChunkGroup chunks, OptionalLong tail) {
    return new CrashWindow(FileTag.MAIN, cause, 1234, 1236, chunks, tail);
  }

  private static ReplayReport.Failure failure(
      OperationKind kind, int keys, Optional<StoreKey> first) {
    return new ReplayReport.Failure(2345, kind, keys, first);
  }

  private static String text(RivetFixture fixture) throws IOException {
    return text("ops.jsonl.gz", OperationReplay.of(fixture.recording()));
  }

  private static String text(String recording, ReplayReport report) {
    StringWriter text = new StringWriter();
    RecordingRender.text(recording, report, Style.PLAIN, new PrintWriter(text));
    return text.toString();
  }

  private static String json(String recording, ReplayReport report) {
    StringWriter text = new StringWriter();
    RecordingRender.json(recording, report, new PrintWriter(text));
    return text.toString();
  }
}
