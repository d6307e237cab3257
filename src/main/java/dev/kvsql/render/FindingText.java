package dev.kvsql.render;

import dev.kvsql.check.CacheFinding;
import dev.kvsql.check.ChecksumMismatch;
import dev.kvsql.check.ChunkFinding;
import dev.kvsql.check.DatabaseFinding;
import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.HoleUse;
import dev.kvsql.check.JournalFinding;
import dev.kvsql.check.MetaFinding;
import dev.kvsql.check.PageFinding;
import dev.kvsql.check.Place;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreFinding;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException.LogRefused.Usable;
import dev.kvsql.file.Incoherence;
import dev.kvsql.inspect.ChunkRun;
import java.util.Locale;

/**
 * What a finding says.
 *
 * @param expected what should be there
 * @param found what is there
 * @param next the command to run next
 */
public record FindingText(String expected, String found, String next) {
  private static final String BEHIND_OUR_BACK =
      "; damaged, or changed by a program that keeps no checksums: compare with a backup";

  /** What a finding says, with the commands for its database. */
  public static FindingText of(Finding finding, CommandText command) {
    return switch (finding) {
      case StoreFinding.Dirty(String problem) ->
          new FindingText("a store that was closed cleanly", problem, command.repair());
      case StoreFinding.PendingLog(long bytes) ->
          new FindingText(
              "no redo log",
              "one with commits, "
                  + Amounts.bytes(bytes)
                  + ": a part of the store; the next open for writing carries it over",
              "keep the .redo file beside the store");
      case StoreFinding.LogRefused(String problem, Usable usable) ->
          new FindingText(
              "the redo log of this store, undamaged",
              problem,
              switch (usable) {
                case NOTHING -> "work on a copy of both files";
                case COMMITS_BEFORE_DAMAGE -> command.ofStore().repairAllowing(FindingId.STORE_LOG);
              });
      case StoreFinding.Changed(String what) ->
          new FindingText(
              "a store that nobody writes to during the check",
              what,
              command.check() + ", once its writers are done or on a copy");
      case DatabaseFinding.RecordUnreadable(String problem) ->
          new FindingText(
              "records that can be read",
              problem,
              command.ofStore().repairAllowing(FindingId.RECORD_UNREADABLE));
      case DatabaseFinding.KeyUnknown(String key, long keys) ->
          new FindingText(
              "no other key with first byte 08",
              Amounts.count(keys, "key") + ", the first " + key,
              command.dumpKeys());
      case MetaFinding.Malformed(_, String expected, String found) ->
          new FindingText(expected, found, command.repairAllowing(FindingId.META_MALFORMED));
      case MetaFinding.Missing missing -> metaMissing(missing, command);
      case MetaFinding.WalLost(long chunks, long storedBytes) ->
          new FindingText(
              "a meta key with the file's size",
              "none, and "
                  + chunks(chunks, storedBytes)
                  + " with commits that the main file does not have",
              command.repairAllowing(FindingId.META_MISSING));
      case MetaFinding.TooSmall(long meta, long header, boolean complete) ->
          new FindingText(
              Amounts.bytes(header) + ", as the SQLite header or journal counts",
              Amounts.bytes(meta) + (complete ? "" : ", and not all chunks up to there"),
              complete ? command.repair() : command.export());
      case MetaFinding.Unaligned(long size, int pageSize) ->
          new FindingText(
              "a multiple of the page size, " + Amounts.bytes(pageSize),
              Amounts.bytes(size),
              command.inspect());
      case JournalFinding.Hot hot -> journalHot(hot, command);
      case JournalFinding.Incomplete incomplete -> incomplete(incomplete, command);
      case JournalFinding.Stale stale -> journalStale(stale, command);
      case PageFinding page -> PageFindingText.of(page, command);
      case CacheFinding(_, Incoherence incoherence, _) -> incoherent(incoherence, command);
      case ChunkFinding.Orphan orphan -> orphan(orphan, command);
      case ChunkFinding.Tail tail ->
          new FindingText(
              Amounts.bytes(tail.run().expectedBytes()),
              Amounts.bytes(tail.run().storedBytes()),
              tail.doubted() ? command.export() : command.repair());
      case ChunkFinding.TooLong(var file, ChunkRun run) ->
          lengths(run, command.dump(file, run.firstChunk(), run.count()));
      case ChunkFinding.TooShort(var file, ChunkRun run) ->
          lengths(run, command.dump(file, run.firstChunk(), run.count()));
      case ChunkFinding.Missing(_, ChunkRun run, HoleUse use) ->
          new FindingText(
              Amounts.bytes(run.expectedBytes()) + " in " + Amounts.count(run.count(), "chunk"),
              "nothing, which reads as zeros; " + hole(use),
              switch (use) {
                case UNUSED, SIDECAR -> command.inspect();
                case IN_USE, NOT_KNOWN -> command.repairAllowing(FindingId.CHUNK_MISSING);
              });
      case ChunkFinding.Empty(_, ChunkRun run) ->
          new FindingText(
              "no value without a byte",
              Amounts.count(run.count(), "such value"),
              command.repair());
      case ChunkFinding.Checksum checksum -> checksum(checksum, command);
      case ChunkFinding.More(_, ChunkRun rest) ->
          new FindingText(
              "none",
              chunks(rest.count(), rest.storedBytes()) + " more, from chunk " + rest.firstChunk(),
              command.check() + ", once what is listed is mended");
    };
  }

  /** {@code main chunks 10-114 (byte 40960)}. */
  static String place(Finding finding) {
    return place(finding.place(), finding instanceof StoreFinding ? "store" : "database");
  }

  /**
   * The same of a place.
   *
   * @param whole what to say when it is no single file
   */
  public static String place(Place place, String whole) {
    if (place.file().isEmpty()) {
      return whole;
    }
    String file = place.file().get().label();
    if (place.chunk().isEmpty()) {
      return file;
    }
    long count = place.count().orElse(1L);
    return file
        + (count == 1 ? " chunk " : " chunks ")
        + Amounts.range(place.chunk().get(), count)
        + place.offset().map(offset -> " (byte " + offset + ")").orElse("");
  }

  /** {@code recovery-pending}. */
  public static String severity(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static FindingText metaMissing(MetaFinding.Missing missing, CommandText command) {
    String next =
        switch (missing.repair()) {
          case SAFE -> command.repair();
          case LOSSY, MANUAL -> command.repairAllowing(FindingId.META_MISSING);
        };
    return new FindingText(
        "a meta key with the file's size",
        "none, and " + chunks(missing.chunks(), missing.storedBytes()),
        next);
  }

  private static FindingText orphan(ChunkFinding.Orphan orphan, CommandText command) {
    return new FindingText(
        "no chunk past " + Amounts.bytes(orphan.sizeBytes()),
        chunks(orphan.run().count(), orphan.run().storedBytes()),
        orphan.doubted() ? command.export() : command.repair());
  }

  private static FindingText lengths(ChunkRun run, String next) {
    return new FindingText(
        Amounts.bytes(run.expectedBytes()), Amounts.bytes(run.storedBytes()), next);
  }

  private static FindingText checksum(ChunkFinding.Checksum finding, CommandText command) {
    String dump = command.dump(finding.file(), finding.firstChunk(), finding.count());
    return switch (finding.ofFirst()) {
      case ChecksumMismatch.Differs(String kept, String actual) when finding.count() == 1 ->
          new FindingText("checksum " + kept(kept), actual + BEHIND_OUR_BACK, dump);
      case ChecksumMismatch.Differs(String kept, String actual) ->
          new FindingText(
              "the checksums that were kept",
              Amounts.number(finding.count())
                  + " others, the first "
                  + actual
                  + " for "
                  + kept(kept)
                  + BEHIND_OUR_BACK,
              dump);
      case ChecksumMismatch.NoChecksum _ ->
          new FindingText(
              "a checksum of every chunk",
              Amounts.count(finding.count(), "chunk") + " without" + BEHIND_OUR_BACK,
              dump);
      case ChecksumMismatch.NoChunk _ ->
          new FindingText(
              "no checksum without its chunk",
              Amounts.count(finding.count(), "such checksum") + BEHIND_OUR_BACK,
              command.inspect());
    };
  }

  private static String kept(String hex) {
    return hex.isEmpty() ? "without a byte" : hex;
  }

  private static String chunks(long count, long bytes) {
    return Amounts.count(count, "chunk") + ", " + Amounts.bytes(bytes);
  }

  private static String hole(HoleUse use) {
    return switch (use) {
      case IN_USE -> "the database uses these pages";
      case UNUSED -> "the database does not use these pages";
      case SIDECAR -> "a journal proves itself by its checksums";
      case NOT_KNOWN -> "which pages the database uses cannot be told";
    };
  }

  private static FindingText journalHot(JournalFinding.Hot hot, CommandText command) {
    String next = hot.blocked() ? command.export() : command.repair();
    String harm =
        hot.blocked() ? "; that would fail or do harm, because of what else is found" : "";
    return switch (hot.file()) {
      case WAL ->
          new FindingText(
              "no WAL with committed transactions",
              Amounts.count(hot.pages(), "committed frame")
                  + "; SQLite applies them at the next open"
                  + harm,
              next);
      case MAIN, JOURNAL, SHM ->
          new FindingText(
              "no hot journal",
              Amounts.count(hot.pages(), "page")
                  + " of an unfinished transaction; SQLite rolls it back at the next open"
                  + harm,
              next);
    };
  }

  private static FindingText incomplete(JournalFinding.Incomplete found, CommandText command) {
    String what = found.file() == FileTag.WAL ? "committed frame" : "page";
    return new FindingText(
        "a whole " + found.file().label(),
        "parts of one; SQLite would apply "
            + (found.pages() == 0 ? "nothing" : Amounts.count(found.pages(), what))
            + " of it at the next open and delete the rest",
        command.export());
  }

  private static FindingText journalStale(JournalFinding.Stale stale, CommandText command) {
    String why =
        switch (stale.why()) {
          case EMPTY -> "without a byte";
          case FINISHED -> "of a finished transaction";
          case NOT_A_JOURNAL -> "that is none by its first bytes";
          case MAIN_EMPTY -> "beside an empty main file";
          case COMMITTED -> "of a transaction over several databases that was committed";
          case NO_COMMIT -> "without a committed transaction";
          case SHARED_MEMORY -> "that means nothing without its processes";
        };
    String found = "one " + why + ", " + Amounts.bytes(stale.sizeBytes());
    return new FindingText("no file that SQLite ignores", found, command.repair());
  }

  private static FindingText incoherent(Incoherence incoherence, CommandText command) {
    String again = command.check();
    return switch (incoherence) {
      case Incoherence.BeyondEnd(_, long last) ->
          new FindingText("no cached chunk past chunk " + last, "one", again);
      case Incoherence.StaleBytes _ ->
          new FindingText("the bytes of the store in the cache", "others", again);
      case Incoherence.StaleLength(_, int cached, int stored) ->
          new FindingText(Amounts.bytes(stored) + " in the cache", Amounts.bytes(cached), again);
      case Incoherence.NotStored _ ->
          new FindingText("no cached chunk that the store lacks", "one", again);
      case Incoherence.SizeDiffers(long size, long stored) ->
          new FindingText(size(stored) + " in memory", size(size), again);
      case Incoherence.ReadDiffers(_, int through, int expected) ->
          new FindingText(
              "byte " + hex(expected) + " through the cache", "byte " + hex(through), again);
    };
  }

  private static String size(long bytes) {
    return bytes < 0 ? "no readable size" : Amounts.bytes(bytes);
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "%02x", value & 0xff);
  }
}
