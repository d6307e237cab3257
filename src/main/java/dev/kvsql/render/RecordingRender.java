package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.ChunkGroup;
import dev.kvsql.explore.recording.CrashWindow;
import dev.kvsql.explore.recording.ReplayReport;
import dev.kvsql.explore.recording.SizeBounds;
import java.io.PrintWriter;

/** Replays of recorded operations as text and as JSON. */
public final class RecordingRender {
  /** How many windows and failures are listed. */
  private static final int LISTED = 10;

  private RecordingRender() {}

  /** A replay for people. */
  public static void text(String recording, ReplayReport report, Style style, PrintWriter out) {
    out.printf(
        "%s: %s replayed on an empty store, %s%n",
        style.bold(Escapes.forTerminal(recording)),
        Amounts.count(report.total(), "operation"),
        verdict(report, style));
    report.broken().forEach(broken -> broken(broken, out));
    operations(report, style, out);
    files(report, style, out);
    windows(report.windows(), style, out);
    failures(report.failures(), style, out);
    notices(report, style, out);
    out.flush();
  }

  /** A replay as one document. */
  public static void json(String recording, ReplayReport report, PrintWriter out) {
    RecordingJson.write(recording, report, out);
  }

  private static String verdict(ReplayReport report, Style style) {
    return report.firstBroken().isEmpty()
        ? style.good("no invariant is broken")
        : style.bad("broken at operation " + report.firstBroken().getAsLong());
  }

  private static void broken(ReplayReport.Broken broken, PrintWriter out) {
    RecordingText text = RecordingText.of(broken.first());
    out.printf(
        "  operation %d %s  %s: expected %s, found %s%n",
        broken.first().operation(), text.id(), text.place().text(), text.expected(), text.found());
    if (!text.story().isEmpty()) {
      out.println("    " + text.story());
    }
    if (broken.more() > 0) {
      out.printf("    and %s more like this%n", Amounts.number(broken.more()));
    }
  }

  private static void operations(ReplayReport report, Style style, PrintWriter out) {
    out.println(style.bold("operations"));
    Grid grid = new Grid("kind", ">count", ">failed", ">keys", ">largest batch");
    for (ReplayReport.Calls calls : report.operations()) {
      if (calls.count() > 0) {
        grid.row(
            calls.kind().word(),
            Amounts.number(calls.count()),
            Amounts.number(calls.failed()),
            Amounts.number(calls.keys()),
            Amounts.number(calls.largestBatch()));
      }
    }
    grid.print("  ", out);
  }

  private static void files(ReplayReport report, Style style, PrintWriter out) {
    out.println(style.bold("files at the end"));
    Grid grid = new Grid("file", ">size", ">chunks", ">stored bytes");
    for (ReplayReport.FileEnd file : report.files()) {
      grid.row(
          file.file().label(),
          switch (file.meta()) {
            case ABSENT -> "no meta";
            case MALFORMED -> "malformed meta";
            case STORED -> size(file.size());
          },
          Amounts.number(file.chunks().count()),
          Amounts.number(file.chunks().bytes()));
    }
    grid.print("  ", out);
    ReplayReport.OtherKeys other = report.otherKeys();
    if (other.foreign() + other.unknown() > 0) {
      out.printf(
          "  other keys: %s unknown, %s of other programs%n",
          Amounts.number(other.unknown()), Amounts.number(other.foreign()));
    }
  }

  private static String size(SizeBounds size) {
    if (size.isExact()) {
      return Amounts.number(size.atMost());
    }
    if (size.isLimited()) {
      return Amounts.number(size.atLeast()) + " to " + Amounts.number(size.atMost());
    }
    return size.atLeast() == 0 ? "not known" : "at least " + Amounts.number(size.atLeast());
  }

  private static void windows(
      ReplayReport.Some<CrashWindow> windows, Style style, PrintWriter out) {
    out.printf(
        "%s in which a crash would leave a file in pieces: %s%n",
        style.bold("windows"), count(windows));
    windows.first().stream()
        .limit(LISTED)
        .forEach(window ->
            out.printf(
                "  operations %d-%d: %s%n",
                window.firstOperation(), window.lastOperation(), text(window)));
    rest(windows, out);
  }

  private static String count(ReplayReport.Some<?> some) {
    return some.count() == 0 ? "none" : Amounts.number(some.count());
  }

  private static void rest(ReplayReport.Some<?> some, PrintWriter out) {
    long listed = Math.min(LISTED, some.first().size());
    if (some.count() > listed) {
      out.printf("  and %s more%n", Amounts.number(some.count() - listed));
    }
  }

  private static String text(CrashWindow window) {
    String file = window.file().label();
    ChunkGroup chunks = window.chunks();
    String many = chunks.count() > 1 ? " (" + Amounts.number(chunks.count()) + ")" : "";
    String some = file + " " + RecordingText.chunks(chunks) + many;
    return switch (window.cause()) {
      case SIZE_BEFORE_CHUNKS_GO, CHUNKS_BEFORE_SIZE ->
          parts(window, chunks.isEmpty() ? "" : some + " past the end", "too long");
      case CHUNKS_GO_BEFORE_SIZE ->
          parts(window, chunks.isEmpty() ? "" : some + " gone from within the file", "cut");
      case CHUNKS_BEFORE_META, META_GOES_BEFORE_CHUNKS -> some + " without a meta";
    };
  }

  private static String parts(CrashWindow window, String chunks, String tailState) {
    if (window.tail().isEmpty()) {
      return chunks;
    }
    long tail = window.tail().getAsLong();
    return chunks.isEmpty()
        ? window.file().label() + " chunk " + tail + " " + tailState
        : chunks + ", chunk " + tail + " " + tailState;
  }

  private static void failures(
      ReplayReport.Some<ReplayReport.Failure> failures, Style style, PrintWriter out) {
    out.printf(
        "%s, which were not carried out: %s%n", style.bold("failed operations"), count(failures));
    failures.first().stream()
        .limit(LISTED)
        .forEach(failure ->
            out.printf(
                "  operation %d: %s of %s%n",
                failure.operation(), failure.kind().word(), text(failure)));
    rest(failures, out);
  }

  private static String text(ReplayReport.Failure failure) {
    String first = failure.firstKey().map(RecordingRender::key).orElse("no key");
    return switch (failure.kind()) {
      case DELETE_RANGE -> "all from " + first + " on";
      case GET, PUT, DELETE ->
          failure.keys() > 1
              ? Amounts.count(failure.keys(), "key") + ", the first " + first
              : first;
    };
  }

  private static String key(StoreKey key) {
    return switch (key) {
      case StoreKey.Meta(FileTag file) -> file.label() + " meta";
      case StoreKey.Chunk(FileTag file, long index) -> file.label() + " chunk " + index;
      case StoreKey.Unknown() -> "an unknown key";
      case StoreKey.Foreign() -> "a key of another program";
    };
  }

  private static void notices(ReplayReport report, Style style, PrintWriter out) {
    if (report.notices().isEmpty()) {
      return;
    }
    out.println(style.bold("notices"));
    for (ReplayReport.Notice notice : report.notices()) {
      out.println("  " + text(notice));
    }
  }

  private static String text(ReplayReport.Notice notice) {
    return switch (notice) {
      case ReplayReport.ShortSidecar(FileTag file, ChunkGroup chunks, long within) ->
          "%s %s: %s within the file, %s stored; a journal may have that"
              .formatted(
                  file.label(),
                  RecordingText.chunks(chunks),
                  Amounts.bytes(within),
                  Amounts.number(chunks.bytes()));
      case ReplayReport.Hole(long operation, FileTag file, ChunkGroup chunks) ->
          "operation %d: %s %s deleted within the file; right where no page is in use"
              .formatted(operation, file.label(), RecordingText.chunks(chunks));
    };
  }
}
