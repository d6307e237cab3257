package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.repair.UndoHead;
import dev.kvsql.repair.UndoStep;
import dev.kvsql.repair.UndoStep.Effect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Undo records as text. */
final class UndoRenderTest {
  private static final Optional<FileMeta.Decoded> NONE = Optional.empty();
  private static final Optional<FileMeta.Decoded> BROKEN =
      Optional.of(FileMeta.decode(new byte[3]));

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private static Optional<FileMeta.Decoded> size(long bytes) {
    return Optional.of(new FileMeta.WellFormed(new FileMeta(bytes)));
  }

  @Test
  void everyStepHasItsLine() {
    List.of(
            new UndoStep.Chunks(FileTag.MAIN, 10, 1050, Effect.PUT_BACK),
            new UndoStep.Chunks(FileTag.WAL, 7, 1, Effect.DELETED),
            new UndoStep.Chunks(FileTag.MAIN, 3, 2, Effect.CHANGED_BACK),
            new UndoStep.Meta(FileTag.MAIN, size(40960), size(45056)),
            new UndoStep.Meta(FileTag.WAL, NONE, size(1)),
            new UndoStep.Meta(FileTag.SHM, size(5), NONE),
            new UndoStep.Meta(FileTag.MAIN, size(4096), BROKEN),
            new UndoStep.Meta(FileTag.JOURNAL, NONE, BROKEN),
            new UndoStep.Key(new byte[] {8, (byte) 0xff}, Effect.DELETED))
        .forEach(step -> UndoRender.step(step, out));

    assertThat(text)
        .hasToString(
            """
              main chunks 10-1059 (1,050): put back
              wal chunk 7: deleted
              main chunks 3-4 (2): changed back
              main meta: 40,960 -> 45,056 bytes
              wal meta: put back, 1 byte
              shm meta: deleted
              main meta: 4,096 bytes -> no meta (3 bytes)
              journal meta: put back, no meta (3 bytes)
              key 08ff: deleted
            """);
  }

  @Test
  void whatARecordIsAboutCannotCommandATerminal() {
    UndoHead head = new UndoHead("a\u001b[31m.kv", "ma\nin", "rep\rair", Instant.EPOCH, 1_234_567);

    UndoRender.head(head, Style.PLAIN, out);
    UndoRender.done(head, out);

    assertThat(text)
        .hasToString(
            """
            a\\u001b[31m.kv ma\\nin: undo of the rep\\rair of 1970-01-01T00:00:00Z, 1,234,567 keys
            put 1,234,567 keys of database ma\\nin back as before the rep\\rair of 1970-01-01T00:00:00Z
            """);
  }
}
