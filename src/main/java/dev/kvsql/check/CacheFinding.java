package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.Incoherence;

/** The read cache and the store disagree. */
public record CacheFinding(FileTag file, Incoherence incoherence) implements Finding {
  @Override
  public FindingId id() {
    return switch (incoherence) {
      case Incoherence.BeyondEnd _ -> FindingId.CACHE_BEYOND_EOF;
      case Incoherence.StaleBytes _, Incoherence.ReadDiffers _ -> FindingId.CACHE_STALE;
      case Incoherence.StaleLength _, Incoherence.SizeDiffers _ -> FindingId.CACHE_LENGTH;
      case Incoherence.NotStored _ -> FindingId.CACHE_ABSENT;
    };
  }

  @Override
  public Place place() {
    return switch (incoherence) {
      case Incoherence.BeyondEnd(long chunk, _) -> Place.chunk(file, chunk, 0);
      case Incoherence.StaleBytes(long chunk, int at) -> Place.chunk(file, chunk, at);
      case Incoherence.StaleLength(long chunk, _, _) -> Place.chunk(file, chunk, 0);
      case Incoherence.NotStored(long chunk) -> Place.chunk(file, chunk, 0);
      case Incoherence.SizeDiffers _ -> Place.file(file);
      case Incoherence.ReadDiffers(long offset, _, _) -> Place.byteAt(file, offset);
    };
  }
}
