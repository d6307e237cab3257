package dev.kvsql.chunk;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Tells a listener how many bytes are read from the databases of a store. */
public final class MeteredStore implements Store {
  private final Store below;
  private final LongConsumer bytesRead;

  /**
   * @param bytesRead called by the reading thread
   */
  public MeteredStore(Store below, LongConsumer bytesRead) {
    this.below = below;
    this.bytesRead = bytesRead;
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public OptionalLong pendingLogBytes() {
    return below.pendingLogBytes();
  }

  @Override
  public List<String> databases() {
    return below.databases();
  }

  @Override
  public ChunkStore database(String name) {
    return new MeteredChunkStore(below.database(name), bytesRead);
  }

  @Override
  public Optional<ChecksumMap> checksums(String name) {
    return below.checksums(name);
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public ChunkStore createDatabase(String name, Checksums checksums) {
    return below.createDatabase(name, checksums);
  }

  @Override
  public Replacement replaceDatabase(String name, Checksums checksums) {
    return below.replaceDatabase(name, checksums);
  }

  @Override
  public void close() {
    below.close();
  }
}
