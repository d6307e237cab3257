package dev.kvsql.check;

import static dev.kvsql.check.RepairClass.LOSSY;
import static dev.kvsql.check.RepairClass.MANUAL;
import static dev.kvsql.check.RepairClass.SAFE;
import static dev.kvsql.check.Severity.ERROR;
import static dev.kvsql.check.Severity.FATAL;
import static dev.kvsql.check.Severity.INCOMPLETE;
import static dev.kvsql.check.Severity.NOTICE;
import static dev.kvsql.check.Severity.RECOVERY_PENDING;
import static dev.kvsql.check.Severity.WARN;

import java.util.Arrays;
import java.util.Optional;

/**
 * The stable names of all findings, with how bad each usually is and what its repair usually costs.
 */
public enum FindingId {
  STORE_DIRTY("STORE-DIRTY", FATAL, SAFE),
  STORE_LOG("STORE-LOG", NOTICE, SAFE),
  RECORD_UNREADABLE("RECORD-UNREADABLE", FATAL, LOSSY),
  KEY_UNKNOWN("KEY-UNKNOWN", WARN, MANUAL),
  META_MALFORMED("META-MALFORMED", FATAL, LOSSY),
  META_MISSING("META-MISSING", WARN, SAFE),
  META_SHORT("META-SHORT", ERROR, SAFE),
  META_UNALIGNED("META-UNALIGNED", ERROR, MANUAL),
  CHUNK_ORPHAN("CHUNK-ORPHAN", WARN, SAFE),
  CHUNK_TAIL("CHUNK-TAIL", WARN, SAFE),
  CHUNK_LONG("CHUNK-LONG", ERROR, MANUAL),
  CHUNK_SHORT("CHUNK-SHORT", ERROR, MANUAL),
  CHUNK_MISSING("CHUNK-MISSING", ERROR, LOSSY),
  CHUNK_EMPTY("CHUNK-EMPTY", WARN, SAFE),
  CHUNK_CHECKSUM("CHUNK-CHECKSUM", ERROR, MANUAL),
  JOURNAL_HOT("JOURNAL-HOT", RECOVERY_PENDING, SAFE),
  JOURNAL_STALE("JOURNAL-STALE", NOTICE, SAFE),
  PAGE_HEADER("PAGE-HEADER", FATAL, MANUAL),
  PAGE_COUNT("PAGE-COUNT", ERROR, MANUAL),
  PAGE_FREELIST("PAGE-FREELIST", ERROR, MANUAL),
  PAGE_TREE("PAGE-TREE", ERROR, MANUAL),
  SQLITE_INTEGRITY("SQLITE-INTEGRITY", ERROR, MANUAL),
  SQLITE_FOREIGN_KEY("SQLITE-FOREIGN-KEY", WARN, MANUAL),
  CACHE_STALE("CACHE-STALE", ERROR, SAFE),
  CACHE_LENGTH("CACHE-LENGTH", ERROR, SAFE),
  CACHE_BEYOND_EOF("CACHE-BEYOND-EOF", ERROR, SAFE),
  CACHE_ABSENT("CACHE-ABSENT", ERROR, SAFE),
  STORE_CHANGED("STORE-CHANGED", INCOMPLETE, MANUAL);

  private final String text;
  private final Severity severity;
  private final RepairClass repair;

  FindingId(String text, Severity severity, RepairClass repair) {
    this.text = text;
    this.severity = severity;
    this.repair = repair;
  }

  /** The name as reports print it. */
  public String text() {
    return text;
  }

  /** The id that reports print like this, if there is one. */
  public static Optional<FindingId> of(String text) {
    return Arrays.stream(values()).filter(id -> id.text.equals(text)).findFirst();
  }

  /** How bad it usually is. */
  public Severity severity() {
    return severity;
  }

  RepairClass repair() {
    return repair;
  }
}
