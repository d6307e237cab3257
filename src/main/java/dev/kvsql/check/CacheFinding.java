package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.Incoherence;
import java.util.List;
import java.util.Optional;

/**
 * The read cache and the store disagree in neighbouring chunks in the same way.
 *
 * @param incoherence of the first of them
 * @param chunks how many; 1 also where it is not about chunks
 */
public record CacheFinding(FileTag file, Incoherence incoherence, long chunks) implements Finding {
  /** One chunk can break more than one invariant, each a finding that may go on. */
  private static final int MOST_OF_A_CHUNK = 3;

  /** Adds a disagreement to those found before, to one of the last if it goes on from there. */
  static void add(List<Finding> found, FileTag file, Incoherence incoherence) {
    CacheFinding one = new CacheFinding(file, incoherence, 1);
    for (int i = found.size() - 1; i >= Math.max(0, found.size() - MOST_OF_A_CHUNK); i--) {
      if (found.get(i) instanceof CacheFinding last && last.continuesWith(one)) {
        found.set(i, new CacheFinding(file, last.incoherence, last.chunks + 1));
        return;
      }
    }
    found.add(one);
  }

  private boolean continuesWith(CacheFinding next) {
    Optional<Long> first = place().chunk();
    return next.file == file
        && next.incoherence.getClass() == incoherence.getClass()
        && first.isPresent()
        && next.place().chunk().equals(Optional.of(first.get() + chunks));
  }

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
    return placeOfFirst().withCount(chunks);
  }

  private Place placeOfFirst() {
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
