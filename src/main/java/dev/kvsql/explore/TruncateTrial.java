package dev.kvsql.explore;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Truncates of a file by several policies, simulated one by one, each on a view of its own: the
 * store is never written.
 *
 * @param policies whose truncates, at least one
 * @param failAt which operation on the store fails, the first being 1; none unless present
 */
public record TruncateTrial(FileTag file, List<Policy> policies, OptionalInt failAt) {
  public TruncateTrial {
    policies = List.copyOf(policies);
  }

  /**
   * Simulates setting the size: an outcome for each policy, in order; nothing when there is no such
   * file.
   *
   * @param newSizeBytes 0 to {@link StoreKey#MAX_FILE_BYTES}
   * @throws dev.kvsql.chunk.StoreException when the file cannot be read
   */
  public Optional<List<TruncateOutcome>> run(ChunkStore store, long newSizeBytes) {
    return sizeBytes(store).map(size -> outcomes(store, newSizeBytes));
  }

  /**
   * Simulates setting each of the {@link BoundarySizes} of a file; nothing when there is no such
   * file.
   *
   * @param seed for the sizes that are random
   * @throws dev.kvsql.chunk.StoreException when the file cannot be read
   */
  public Optional<SimulatedBoundaries> runBoundaries(ChunkStore store, long seed) {
    return sizeBytes(store)
        .map(size ->
            new SimulatedBoundaries(
                this,
                size,
                seed,
                BoundarySizes.of(size, seed).stream().map(to -> outcomes(store, to)).toList()));
  }

  private Optional<Long> sizeBytes(ChunkStore store) {
    return ChunkFile.open(store, file, new ReadCache(0)).map(ChunkFile::sizeBytes);
  }

  private List<TruncateOutcome> outcomes(ChunkStore store, long newSizeBytes) {
    Fault fault = failAt.isPresent() ? new Fault.Fails(failAt.getAsInt()) : Fault.NONE;
    return policies.stream()
        .map(policy -> new TruncateSimulation(store, file, policy, newSizeBytes).run(fault))
        .toList();
  }
}
