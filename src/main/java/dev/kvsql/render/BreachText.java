package dev.kvsql.render;

import dev.kvsql.explore.Breach;
import dev.kvsql.explore.Start;
import dev.kvsql.explore.Story;
import dev.kvsql.file.Incoherence;

/** In which way a rule does not hold, in words and as fields. */
final class BreachText {
  private BreachText() {}

  static String of(Breach breach, Story story) {
    return switch (breach) {
      case Breach.Incoherent(Incoherence what) -> IncoherenceText.of(what);
      case Breach.WrongSize size ->
          "file size: expected "
              + Amounts.bytes(size.expected())
              + ", found "
              + Amounts.bytes(size.found());
      case Breach.WrongBytes wrong ->
          place(wrong)
              + ": expected "
              + value(wrong.expected(), story)
              + ", found "
              + value(wrong.found(), story);
      case Breach.Leftover leftover ->
          "stored chunk "
              + leftover.chunkIndex()
              + ": expected "
              + (leftover.withinBytes() == 0
                  ? "none, as it lies past the end of the file"
                  : "at most " + Amounts.bytes(leftover.withinBytes()) + ", as the file ends there")
              + ", found "
              + Amounts.bytes(leftover.storedBytes());
      case Breach.ShortChunk chunk ->
          "stored chunk "
              + chunk.chunkIndex()
              + ": expected "
              + Amounts.bytes(chunk.withinBytes())
              + ", found "
              + Amounts.bytes(chunk.storedBytes());
      case Breach.Threw(String what) -> "the step failed, though the store did not: " + what;
    };
  }

  private static String place(Breach.WrongBytes wrong) {
    return wrong.length() == 1
        ? "byte " + Amounts.number(wrong.offset())
        : "bytes "
            + Amounts.number(wrong.offset())
            + "-"
            + Amounts.number(wrong.offset() + wrong.length() - 1);
  }

  static void json(Json json, Breach breach, Story story) {
    json.put("rule", breach.rule().name());
    json.put("text", breach.rule().text());
    switch (breach) {
      case Breach.Incoherent(Incoherence what) -> IncoherenceText.json(json, what);
      case Breach.WrongSize size -> {
        json.put("what", of(breach, story));
        json.put("expectedBytes", size.expected());
        json.put("foundBytes", size.found());
      }
      case Breach.WrongBytes wrong -> {
        json.put("what", of(breach, story));
        json.put("offset", wrong.offset());
        json.put("length", wrong.length());
        json.put("expected", hex(wrong.expected()));
        json.put("found", hex(wrong.found()));
      }
      case Breach.Leftover leftover -> {
        json.put("what", of(breach, story));
        json.put("chunk", leftover.chunkIndex());
        json.put("storedBytes", leftover.storedBytes());
        json.put("withinBytes", leftover.withinBytes());
      }
      case Breach.ShortChunk chunk -> {
        json.put("what", of(breach, story));
        json.put("chunk", chunk.chunkIndex());
        json.put("storedBytes", chunk.storedBytes());
        json.put("withinBytes", chunk.withinBytes());
      }
      case Breach.Threw _ -> json.put("what", of(breach, story));
    }
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
