package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.ChunkKind;
import dev.kvsql.inspect.ChunkRun;
import dev.kvsql.inspect.DatabaseInspection;
import dev.kvsql.inspect.DatabaseOverview;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.FileSurvey;
import dev.kvsql.inspect.StoreInspection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Maps of files that are too large for a test, and terminals that can show little. */
final class MapRenderTest {
  private static final long CHUNK = 4096;

  @Test
  void oneDamagedChunkAmongMillionsIsSeen() {
    assertThat(map(48, Glyphs.UNICODE, millions()))
        .isEqualTo(
            """

            main: wal file, 4,000,000 chunks, 16,384,000,000 bytes; a cell is 8,192 chunks
                       0  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                  262144  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                  524288  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                  786432  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 1048576  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 1310720  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 1572864  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 1835008  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 2097152  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 2359296  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 2621440  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 2883584  wwwwwwwwwwwwww‹wwwwwwwwwwwwwwwww
                 3145728  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 3407872  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 3670016  wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
                 3932160  wwwwwwwww
              past its end: chunks 4000000-4294967295; a cell is 33,554,432 chunks
                 4000000  ▲ ▲
              ‹ too short                      1 chunk           4,096 bytes
              ▲ orphan, past the end     70,001 chunks     286,724,096 bytes
              w WAL                   3,999,999 chunks  16,383,995,904 bytes
            """);
  }

  @Test
  void aNarrowTerminalWithoutUnicodeStillShowsAllOfASmallFile() {
    FileSurvey file =
        survey(
            FileTag.MAIN,
            20 * CHUNK,
            run(ChunkCondition.SOUND, 0, 9),
            run(ChunkCondition.MISSING, 9, 1),
            run(ChunkCondition.LONG, 10, 1),
            run(ChunkCondition.SOUND, 11, 8),
            run(ChunkCondition.TAIL, 19, 1));

    assertThat(map(10, Glyphs.ASCII, file))
        .isEqualTo(
            """

            main: main file, 20 chunks, 81,920 bytes
               0  ~~~~~~~~
               8  ~X#~~~~~
              16  ~~~>
              X missing                 1 chunk   4,096 bytes
              # too long                1 chunk   4,096 bytes
              > reaches past the end    1 chunk   4,096 bytes
              ~ not reached           17 chunks  69,632 bytes
            """);
  }

  @Test
  void everyKindHasItsOwnGlyphOfOneColumn() {
    for (Glyphs glyphs : Glyphs.values()) {
      assertThat(Arrays.stream(ChunkKind.values()).map(kind -> ChunkSymbol.of(kind).glyph(glyphs)))
          .doesNotHaveDuplicates()
          .allSatisfy(glyph -> assertThat(DisplayWidth.of(glyph)).isEqualTo(1));
    }
    assertThat(Arrays.stream(ChunkKind.values()).map(kind -> ChunkSymbol.of(kind).ascii()))
        .allMatch(glyph -> glyph.charAt(0) < 0x7f);
  }

  private static FileSurvey millions() {
    return survey(
        FileTag.WAL,
        4_000_000 * CHUNK,
        run(ChunkCondition.SOUND, 0, 3_000_000),
        run(ChunkCondition.SHORT, 3_000_000, 1),
        run(ChunkCondition.SOUND, 3_000_001, 999_999),
        run(ChunkCondition.ORPHAN, 4_000_000, 70_000),
        run(ChunkCondition.ORPHAN, 4_294_967_295L, 1));
  }

  private static ChunkRun run(ChunkCondition condition, long first, long count) {
    return new ChunkRun(condition, first, count, count * CHUNK, count * CHUNK);
  }

  private static FileSurvey survey(FileTag tag, long sizeBytes, ChunkRun... runs) {
    FileMeta.Decoded meta = new FileMeta.WellFormed(new FileMeta(sizeBytes));
    return new FileSurvey(tag, Optional.of(meta), 0, 0, List.of(runs), List.of());
  }

  private static String map(int columns, Glyphs glyphs, FileSurvey file) {
    DatabaseSurvey survey = new DatabaseSurvey(0, 0, 0, Optional.empty(), List.of(file));
    DatabaseInspection database =
        new DatabaseInspection(
            "main",
            Checksums.NONE,
            new DatabaseOverview(survey, Optional.empty()),
            Optional.empty(),
            Optional.empty());
    StringWriter out = new StringWriter();
    new MapRender(columns, Style.PLAIN, glyphs, new PrintWriter(out))
        .text(new StoreInspection("app.kv", List.of(database)));
    return out.toString();
  }
}
