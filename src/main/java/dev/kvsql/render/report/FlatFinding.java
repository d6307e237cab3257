package dev.kvsql.render.report;

import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Place;
import dev.kvsql.check.RepairClass;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.FindingText;
import dev.kvsql.render.Json;
import java.util.Locale;
import java.util.Set;

/**
 * A finding as reports show it: what every format renders, and what a run that is resumed reads
 * back. Texts may hold anything that a store holds; each format escapes them in its own way.
 *
 * @param next the command to run next
 */
public record FlatFinding(
    FindingId id,
    Severity severity,
    Place place,
    String expected,
    String found,
    RepairClass repair,
    String next) {
  private static final Set<FindingId> OF_STORE =
      Set.of(FindingId.STORE_DIRTY, FindingId.STORE_LOG, FindingId.STORE_CHANGED);

  /** A finding, with commands for its database. */
  public static FlatFinding of(Finding finding, CommandText command) {
    FindingText text = FindingText.of(finding, command);
    return new FlatFinding(
        finding.id(),
        finding.severity(),
        finding.place(),
        text.expected(),
        text.found(),
        finding.repair(),
        text.next());
  }

  /** {@code main chunks 10-114 (byte 40960)}. */
  public String where() {
    return FindingText.place(place, OF_STORE.contains(id) ? "store" : "database");
  }

  /** {@code recovery-pending}. */
  public String severityText() {
    return FindingText.severity(severity);
  }

  /** {@code safe}. */
  public String repairText() {
    return repair.name().toLowerCase(Locale.ROOT);
  }

  /** {@code expected 4,096 bytes, found 1,200 bytes}. */
  public String contrast() {
    return "expected " + expected + ", found " + found;
  }

  /** Writes the fields that every JSON document has for a finding, into the object that is open. */
  public void write(Json json) {
    json.put("id", id.text());
    json.put("severity", severityText());
    json.putText("file", place.file().map(FileTag::label));
    json.putNumber("chunk", place.chunk());
    json.putNumber("count", place.count());
    json.putNumber("offset", place.offset());
    json.put("expected", expected);
    json.put("found", found);
    json.put("repair", repairText());
    json.put("next", next);
  }
}
