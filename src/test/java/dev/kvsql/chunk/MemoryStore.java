package dev.kvsql.chunk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store of databases in memory, without checksums. */
public final class MemoryStore implements Store {
  private final String name;
  private final MemoryChunkStore superJournals = new MemoryChunkStore();
  private final Map<String, MemoryChunkStore> databases = new ConcurrentSkipListMap<>();

  public MemoryStore(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OptionalLong pendingLogBytes() {
    return OptionalLong.empty();
  }

  @Override
  public List<String> databases() {
    return List.copyOf(databases.keySet());
  }

  @Override
  public ChunkStore database(String database) {
    ChunkStore found = databases.get(database);
    if (found == null) {
      throw new StoreException.Missing(name + ": no database " + database);
    }
    return found;
  }

  @Override
  public ChunkStore superJournals() {
    return superJournals;
  }

  @Override
  public Optional<ChecksumMap> checksums(String database) {
    return Optional.empty();
  }

  @Override
  public ChunkStore createDatabase(String database, Checksums checksums) {
    MemoryChunkStore made = new MemoryChunkStore(superJournals);
    databases.put(database, made);
    return made;
  }

  @Override
  public Replacement replaceDatabase(String database, Checksums checksums) {
    throw new UnsupportedOperationException("nothing is replaced in memory");
  }

  @Override
  public void close() {}
}
