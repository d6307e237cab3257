package dev.kvsql.render;

import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.ChunkRun;
import dev.kvsql.inspect.FileSurvey;
import java.io.PrintWriter;

/** The chunks of a file as runs of neighbours in the same condition. */
public final class ChunksRender {
  private ChunksRender() {}

  /** A line about the file, and one for each run. */
  public static void text(FileSurvey file, Style style, PrintWriter out) {
    out.printf(
        "%s: %s, %s in the store, %s%n",
        style.bold(file.file().label()),
        file.sizeBytes().isPresent() ? Amounts.bytes(file.sizeBytes().getAsLong()) : "size unknown",
        Amounts.count(file.chunks(), "chunk"),
        Amounts.bytes(file.storedBytes()));
    if (!file.runs().isEmpty()) {
      runs(file, style, out);
    }
    file.unlisted()
        .forEach(rest ->
            out.printf(
                "  and %s more %s%n",
                Amounts.number(rest.count()), condition(rest.condition(), style)));
    out.flush();
  }

  private static void runs(FileSurvey file, Style style, PrintWriter out) {
    Grid grid = new Grid(">chunks", ">count", ">expected bytes", ">stored bytes", "condition");
    for (ChunkRun run : file.runs()) {
      grid.row(
          Amounts.range(run.firstChunk(), run.count()),
          Amounts.number(run.count()),
          Amounts.number(run.expectedBytes()),
          Amounts.number(run.storedBytes()),
          condition(run.condition(), style));
    }
    grid.print("  ", out);
  }

  private static String condition(ChunkCondition condition, Style style) {
    return switch (condition) {
      case SOUND -> "present";
      case SHORT -> style.bad("short");
      case TAIL -> style.bad("tail: reaches past the end");
      case LONG -> style.bad("long: over 4,096 bytes");
      case EMPTY -> style.bad("empty");
      case ORPHAN -> style.bad("orphan: past the end");
      case MISSING -> style.bad("missing");
    };
  }
}
