package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.Breach;
import dev.kvsql.explore.recording.ChunkGroup;
import dev.kvsql.explore.recording.CrashWindow;
import dev.kvsql.explore.recording.ReplayReport;
import dev.kvsql.explore.recording.SizeBounds;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/** Replays of recorded operations as JSON; {@link RecordingRender} is the way in. */
final class RecordingJson {
  private static final String FORMAT = "kvsql/explore-ops/1";

  private RecordingJson() {}

  /** A replay as one document. */
  static void write(String recording, ReplayReport report, PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json -> {
          json.put("recording", recording);
          json.put("holds", report.holds());
          number(json, "firstBroken", report.firstBroken());
          json.array("broken", report.broken(), broken -> broken(json, broken));
          json.put("operations", report.total());
          json.put("largestBatch", report.largestBatch());
          json.array("kinds", report.operations(), calls -> calls(json, calls));
          json.array("files", report.files(), file -> file(json, file));
          json.put("unknownKeys", report.otherKeys().unknown());
          json.put("foreignKeys", report.otherKeys().foreign());
          json.put("windowCount", report.windows().count());
          json.array("windows", report.windows().first(), window -> window(json, window));
          json.put("failureCount", report.failures().count());
          json.array("failures", report.failures().first(), failure -> failure(json, failure));
          json.array("notices", report.notices(), notice -> notice(json, notice));
        });
  }

  private static void broken(Json json, ReplayReport.Broken broken) {
    Breach breach = broken.first();
    RecordingText text = RecordingText.of(breach);
    json.put("id", text.id());
    json.put("operation", breach.operation());
    text.place().call().ifPresent(call -> json.put("op", call.word()));
    text.place().file().ifPresent(file -> json.put("file", file.label()));
    text.place().chunks().ifPresent(chunks -> chunks(json, chunks));
    json.put("expected", text.expected());
    json.put("found", text.found());
    switch (breach) {
      case Breach.PastEnd past -> story(json, past.story());
      case Breach.LongTail tail -> story(json, tail.story());
      case Breach.WithoutMeta without -> story(json, without.story());
      case Breach.ShortChunks _,
          Breach.LongChunk _,
          Breach.MalformedMeta _,
          Breach.LargeBatch _ -> {
        // One operation did it.
      }
    }
    json.put("more", broken.more());
  }

  private static void story(Json json, Breach.Story story) {
    json.put("since", story.since());
    number(json, "failedOperation", story.failed());
    number(json, "leftAtOperation", story.left());
  }

  private static void chunks(Json json, ChunkGroup chunks) {
    json.put("chunk", chunks.first());
    if (!chunks.isContiguous()) {
      json.put("lastChunk", chunks.last());
    }
    json.put("count", chunks.count());
    json.put("offset", RecordingText.offset(chunks));
  }

  private static void calls(Json json, ReplayReport.Calls calls) {
    json.put("op", calls.kind().word());
    json.put("count", calls.count());
    json.put("failed", calls.failed());
    json.put("keys", calls.keys());
    json.put("largestBatch", calls.largestBatch());
  }

  private static void file(Json json, ReplayReport.FileEnd file) {
    json.put("file", file.file().label());
    json.put("meta", word(file.meta()));
    switch (file.meta()) {
      case STORED -> size(json, file.size());
      case ABSENT, MALFORMED -> {
        // No size.
      }
    }
    json.put("chunks", file.chunks().count());
    json.put("storedBytes", file.chunks().bytes());
  }

  private static void size(Json json, SizeBounds size) {
    json.put("sizeAtLeast", size.atLeast());
    if (size.isLimited()) {
      json.put("sizeAtMost", size.atMost());
    }
  }

  private static void window(Json json, CrashWindow window) {
    json.put("file", window.file().label());
    json.put("cause", word(window.cause()));
    json.put("firstOperation", window.firstOperation());
    json.put("lastOperation", window.lastOperation());
    json.put("chunksAtRisk", window.chunksAtRisk());
    if (!window.chunks().isEmpty()) {
      chunks(json, window.chunks());
    }
    number(json, "tailChunk", window.tail());
  }

  private static void failure(Json json, ReplayReport.Failure failure) {
    json.put("operation", failure.operation());
    json.put("op", failure.kind().word());
    json.put("keys", failure.keys());
    failure.firstKey().ifPresent(key -> key(json, key));
  }

  private static void key(Json json, StoreKey key) {
    switch (key) {
      case StoreKey.Meta(FileTag file) -> json.put("file", file.label());
      case StoreKey.Chunk(FileTag file, long index) -> {
        json.put("file", file.label());
        json.put("chunk", index);
      }
      case StoreKey.Unknown(), StoreKey.Foreign() -> {
        // Of no file.
      }
    }
  }

  private static void notice(Json json, ReplayReport.Notice notice) {
    json.put("file", notice.file().label());
    switch (notice) {
      case ReplayReport.ShortSidecar(_, ChunkGroup chunks, long within) -> {
        json.put("notice", "short-chunks");
        chunks(json, chunks);
        json.put("withinBytes", within);
        json.put("storedBytes", chunks.bytes());
      }
      case ReplayReport.Hole(long operation, _, ChunkGroup chunks) -> {
        json.put("notice", "hole");
        json.put("operation", operation);
        chunks(json, chunks);
      }
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void number(Json json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.put(name, value.getAsLong());
    }
  }
}
