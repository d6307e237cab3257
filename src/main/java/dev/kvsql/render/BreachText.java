package dev.kvsql.render;

import dev.kvsql.explore.Breach;
import dev.kvsql.explore.Start;
import dev.kvsql.explore.Story;
import dev.kvsql.file.Incoherence;

/** In which way a rule does not hold, in words: what was expected, and what was found. */
final class BreachText {
  private BreachText() {}

  static String of(Breach breach, Story story) {
    return where(breach)
        + ": expected "
        + expected(breach, story)
        + ", found "
        + found(breach, story);
  }

  static String where(Breach breach) {
    return switch (breach) {
      case Breach.Incoherent(Incoherence what) -> where(what);
      case Breach.WrongSize _ -> "file size";
      case Breach.WrongBytes wrong ->
          wrong.length() == 1
              ? "byte " + Amounts.number(wrong.offset())
              : "bytes "
                  + Amounts.number(wrong.offset())
                  + "-"
                  + Amounts.number(wrong.offset() + wrong.length() - 1);
      case Breach.Leftover leftover -> "stored chunk " + leftover.chunkIndex();
      case Breach.Threw _ -> "the step";
    };
  }

  static String expected(Breach breach, Story story) {
    return switch (breach) {
      case Breach.Incoherent(Incoherence what) -> expected(what);
      case Breach.WrongSize size -> Amounts.bytes(size.expected());
      case Breach.WrongBytes wrong -> value(wrong.expected(), story);
      case Breach.Leftover leftover ->
          leftover.withinBytes() == 0
              ? "none, as it lies past the end of the file"
              : "at most " + Amounts.bytes(leftover.withinBytes()) + ", as the file ends there";
      case Breach.Threw _ -> "it to succeed";
    };
  }

  static String found(Breach breach, Story story) {
    return switch (breach) {
      case Breach.Incoherent(Incoherence what) -> found(what);
      case Breach.WrongSize size -> Amounts.bytes(size.found());
      case Breach.WrongBytes wrong -> value(wrong.found(), story);
      case Breach.Leftover leftover -> Amounts.bytes(leftover.storedBytes());
      case Breach.Threw(String what) -> what;
    };
  }

  private static String where(Incoherence what) {
    return switch (what) {
      case Incoherence.BeyondEnd beyond -> "cached chunk " + beyond.chunkIndex();
      case Incoherence.StaleBytes stale -> "byte " + stale.at() + " of chunk " + stale.chunkIndex();
      case Incoherence.StaleLength stale -> "cached chunk " + stale.chunkIndex();
      case Incoherence.NotStored missing -> "cached chunk " + missing.chunkIndex();
      case Incoherence.SizeDiffers _ -> "file size";
      case Incoherence.ReadDiffers read -> "byte " + Amounts.number(read.offset());
    };
  }

  private static String expected(Incoherence what) {
    return switch (what) {
      case Incoherence.BeyondEnd beyond ->
          beyond.lastChunkIndex() < 0
              ? "none, as the file is empty"
              : "none past chunk " + beyond.lastChunkIndex() + ", the file's last";
      case Incoherence.StaleBytes _ -> "what the store has";
      case Incoherence.StaleLength stale -> Amounts.bytes(stale.storedBytes()) + " as in the store";
      case Incoherence.NotStored _ -> "the store to have it";
      case Incoherence.SizeDiffers size ->
          size.storedBytes() < 0
              ? "one in the store"
              : Amounts.bytes(size.storedBytes()) + " as in the store";
      case Incoherence.ReadDiffers read -> hex(read.expected());
    };
  }

  private static String found(Incoherence what) {
    return switch (what) {
      case Incoherence.BeyondEnd _ -> "it in the cache";
      case Incoherence.StaleBytes _ -> "another byte in the cache";
      case Incoherence.StaleLength stale -> Amounts.bytes(stale.cachedBytes()) + " in the cache";
      case Incoherence.NotStored _ -> "none there";
      case Incoherence.SizeDiffers size -> Amounts.bytes(size.sizeBytes()) + " in memory";
      case Incoherence.ReadDiffers read -> hex(read.throughCache());
    };
  }

  /** A byte, and where it comes from while steps can still be told by their bytes. */
  private static String value(byte value, Story story) {
    boolean telling = story.events().size() < (Start.OLD & 0xFF);
    if (value == 0 || !telling) {
      return hex(value);
    }
    return hex(value)
        + (value == Start.OLD
            ? " (there from the start)"
            : " (written in step " + (value & 0xFF) + ")");
  }

  private static String hex(int value) {
    return String.format("%02x", value & 0xFF);
  }
}
