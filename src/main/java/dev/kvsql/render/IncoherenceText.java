package dev.kvsql.render;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.Regrown;
import dev.kvsql.file.Incoherence;
import java.util.HexFormat;

/** In what a cache and its store disagree, in words and as fields. */
final class IncoherenceText {
  private IncoherenceText() {}

  static String of(Incoherence incoherence) {
    return switch (incoherence) {
      case Incoherence.BeyondEnd(long chunk, long last) ->
          "chunk %d is cached, the file %s"
              .formatted(chunk, last < 0 ? "has no chunk" : "ends with chunk " + last);
      case Incoherence.StaleBytes(long chunk, int at) ->
          "chunk %d: cached and stored bytes differ, first at byte %s of it"
              .formatted(chunk, Amounts.number(at));
      case Incoherence.StaleLength(long chunk, int cached, int stored) ->
          "chunk %d: %s cached, %s stored"
              .formatted(chunk, Amounts.bytes(cached), Amounts.bytes(stored));
      case Incoherence.NotStored(long chunk) ->
          "chunk %d is cached, the store has none".formatted(chunk);
      case Incoherence.SizeDiffers(long size, long stored) ->
          "%s in memory, %s"
              .formatted(
                  Amounts.bytes(size),
                  stored < 0 ? "no size stored" : Amounts.bytes(stored) + " stored");
      case Incoherence.ReadDiffers(long offset, int found, int expected) ->
          "byte %s (chunk %d, byte %s of it): expected %s, found %s"
              .formatted(
                  Amounts.number(offset),
                  offset / StoreKey.CHUNK_BYTES,
                  Amounts.number(offset % StoreKey.CHUNK_BYTES),
                  hex(expected),
                  hex(found));
    };
  }

  /** How the file grew. */
  static String grown(Regrown.Way way) {
    return switch (way) {
      case BOTH -> "grown";
      case WRITING -> "grown by a write";
      case TRUNCATING -> "grown by setting the size";
    };
  }

  static void json(Json json, Incoherence incoherence) {
    json.put("what", of(incoherence));
    switch (incoherence) {
      case Incoherence.BeyondEnd(long chunk, long last) -> {
        json.put("chunk", chunk);
        json.put("lastChunk", last);
      }
      case Incoherence.StaleBytes(long chunk, int at) -> {
        json.put("chunk", chunk);
        json.put("byteOfChunk", at);
      }
      case Incoherence.StaleLength(long chunk, int cached, int stored) -> {
        json.put("chunk", chunk);
        json.put("cachedBytes", cached);
        json.put("storedBytes", stored);
      }
      case Incoherence.NotStored(long chunk) -> json.put("chunk", chunk);
      case Incoherence.SizeDiffers(long size, long stored) -> {
        json.put("sizeBytes", size);
        json.put("storedSizeBytes", stored);
      }
      case Incoherence.ReadDiffers(long offset, int found, int expected) -> {
        json.put("offset", offset);
        json.put("chunk", offset / StoreKey.CHUNK_BYTES);
        json.put("expected", hex(expected));
        json.put("found", hex(found));
      }
    }
  }

  private static String hex(int value) {
    return HexFormat.of().toHexDigits((byte) value);
  }
}
