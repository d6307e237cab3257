package dev.kvsql.fleet;

import dev.kvsql.check.FindingId;
import dev.kvsql.check.Level;
import dev.kvsql.check.Place;
import dev.kvsql.check.RepairClass;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.mapdb.StoreStamp;
import dev.kvsql.render.Json;
import dev.kvsql.render.report.Ending;
import dev.kvsql.render.report.FlatFinding;
import dev.kvsql.render.report.Subject;
import dev.kvsql.render.report.SubjectReport;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One database that a run has finished.
 *
 * @param storeStamp of the store file when the check started
 * @param logStamp of its redo log
 */
record ResumeLine(Key key, String storeStamp, String logStamp, SubjectReport report) {

  /** What was checked, and how deep. */
  record Key(Subject subject, Level level) {}

  /** Whether the store is still as it was. */
  boolean isOf(StoreStamp now) {
    return storeStamp.equals(now.store()) && logStamp.equals(now.log());
  }

  /** The line, without a line end. */
  String text() {
    StringWriter text = new StringWriter();
    Json.object(
        text,
        json -> {
          json.put("store", key.subject.store());
          json.put("database", key.subject.database().orElseThrow());
          json.put("level", key.level.toString());
          json.put("storeStamp", storeStamp);
          json.put("logStamp", logStamp);
          json.array("findings", report.findings(), finding -> finding.write(json));
        });
    return text.toString();
  }

  /** Reads a line; nothing when it is not one. */
  static Optional<ResumeLine> parse(String line) {
    try {
      JsonObject json = JsonObject.parse(line);
      Key key =
          new Key(
              Subject.of(json.text("store"), json.text("database")),
              named(Level.values(), json.text("level")));
      List<FlatFinding> findings =
          json.objects("findings").stream().map(ResumeLine::finding).toList();
      SubjectReport report =
          new SubjectReport(key.subject, findings, new Ending.Checked(Ending.Run.EARLIER), 0);
      return Optional.of(
          new ResumeLine(key, json.text("storeStamp"), json.text("logStamp"), report));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static FlatFinding finding(JsonObject json) {
    Place place =
        new Place(
            json.optionalText("file").map(label -> file(label)),
            json.number("chunk"),
            json.number("count"),
            json.number("offset"));
    return new FlatFinding(
        FindingId.of(json.text("id")).orElseThrow(),
        named(Severity.values(), json.text("severity")),
        place,
        json.text("expected"),
        json.text("found"),
        named(RepairClass.values(), json.text("repair")),
        json.text("next"));
  }

  private static FileTag file(String label) {
    return Arrays.stream(FileTag.values())
        .filter(file -> file.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** The constant that is written in small letters, with hyphens. */
  private static <T extends Enum<T>> T named(T[] values, String text) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
        .findFirst()
        .orElseThrow();
  }
}
