package dev.kvsql.render;

import dev.kvsql.check.CacheFinding;
import dev.kvsql.check.ChunkFinding;
import dev.kvsql.check.DatabaseFinding;
import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.JournalFinding;
import dev.kvsql.check.MetaFinding;
import dev.kvsql.check.PageFinding;
import dev.kvsql.check.StoreFinding;
import dev.kvsql.chunk.FileTag;

/** Why a repair leaves a finding alone, and what somebody can do about it. */
final class RepairReason {
  private RepairReason() {}

  static String of(Finding finding, CommandText command) {
    if (finding.waitsForSize()) {
      return finding instanceof JournalFinding
          ? "it would fail or do harm now: look again when the other findings are mended"
          : finding.place().file().map(FileTag::label).orElse("a file")
              + "'s size is in doubt: look again when that is mended";
    }
    return switch (finding) {
      case StoreFinding store -> store(store);
      case DatabaseFinding.RecordUnreadable _ ->
          "the store would be salvaged, without it; to do this: "
              + command.ofStore().repairAllowing(FindingId.RECORD_UNREADABLE);
      case DatabaseFinding.KeyUnknown _ ->
          "nobody knows whose keys these are; they do no harm to this database";
      case MetaFinding meta -> meta(meta, command);
      case ChunkFinding chunk -> chunk(chunk, command);
      case JournalFinding.Incomplete _ ->
          "what is missing cannot be made up; compare with a backup before anything opens it";
      case JournalFinding _ -> "some chunks do not go with their checksums: look at them first";
      case PageFinding page -> page(page, command);
      case CacheFinding _ -> "gone with the process that had it; it must never write that back";
    };
  }

  private static String store(StoreFinding finding) {
    return switch (finding) {
      case StoreFinding.Dirty _, StoreFinding.LogRefused _ -> "it is about the store as a whole";
      case StoreFinding.PendingLog _ -> "the next open for writing carries it over";
      case StoreFinding.Changed _ -> "check again when nobody writes to the store";
    };
  }

  private static String meta(MetaFinding finding, CommandText command) {
    return switch (finding.repair()) {
      case SAFE -> "it is repaired once what stands above is mended";
      case LOSSY ->
          "the size would be inferred, which may be wrong; to do this: "
              + command.repairAllowing(finding.id());
      case MANUAL ->
          "no size is known to be right: look at the chunks past the end, and at a backup";
    };
  }

  private static String chunk(ChunkFinding finding, CommandText command) {
    return switch (finding) {
      case ChunkFinding.Tail _ ->
          "its checksum differs, and it would get a new one: look at the chunk first";
      case ChunkFinding.Missing missing ->
          switch (missing.use()) {
            case UNUSED -> "nothing is lost: the database does not use these pages";
            case SIDECAR -> "a journal proves itself by its checksums";
            case IN_USE, NOT_KNOWN -> salvage(command, finding.id());
          };
      case ChunkFinding.TooLong _ ->
          "which 4,096 of its bytes are the chunk cannot be told; compare with a backup";
      case ChunkFinding.TooShort _ ->
          "its other bytes read as zeros, and nothing tells what they were";
      case ChunkFinding.Checksum _ -> "what was written there is not known; compare with a backup";
      case ChunkFinding.More _ -> "repair what is listed first, then check again";
      case ChunkFinding.Orphan _, ChunkFinding.Empty _ ->
          "it is repaired once what stands above is mended";
    };
  }

  private static String page(PageFinding finding, CommandText command) {
    return switch (finding) {
      case PageFinding.Count(_, _, PageFinding.Count.Reached reached) ->
          switch (reached) {
            case NOT -> "nothing is lost: the file is larger than its database";
            case BY_A_POINTER -> salvage(command, FindingId.SQLITE_INTEGRITY);
          };
      case PageFinding.ForeignKey _, PageFinding.ForeignKeysUnchecked _ ->
          "which rows are right only their owner knows";
      case PageFinding.TableUnchecked _ -> "nothing is known to be wrong with it";
      case PageFinding.Header _ ->
          "its other fields cannot be told for certain; "
              + salvage(command, FindingId.SQLITE_INTEGRITY);
      case PageFinding.Freelist _,
          PageFinding.Tree _,
          PageFinding.Unreached _,
          PageFinding.More _,
          PageFinding.Integrity _ ->
          salvage(command, FindingId.SQLITE_INTEGRITY);
    };
  }

  private static String salvage(CommandText command, FindingId id) {
    return "every row that can be read can go into a new database beside it; to do this: "
        + command.repairAllowing(id);
  }
}
