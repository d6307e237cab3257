package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose process can die before any of its batches: from then on every batch
 * fails. What a process finds afterwards depends on what ended the first one: {@link #afterKill}
 * has every batch, {@link #afterPowerCut} those up to the last one that was forced.
 */
final class MortalStore implements Store {
  private static final String SUPER_JOURNALS = ".super";

  /** How many batches a process may still make; shared by its stores. */
  static final class Life {
    private int left;

    Life(int batches) {
      left = batches;
    }

    private void step() {
      if (left == 0) {
        throw new StoreException.Failed("the process has died", null);
      }
      left--;
    }

    boolean isOver() {
      return left == 0;
    }
  }

  private record Done(String map, WriteBatch batch, Durability durability) {}

  private final String name;
  private final Life life;
  private final Map<String, MemoryChunkStore> maps = new TreeMap<>();
  private final List<Done> done = new ArrayList<>();

  MortalStore(String name, Life life) {
    this.name = name;
    this.life = life;
    maps.put(SUPER_JOURNALS, new MemoryChunkStore());
  }

  MortalStore afterKill(Life next) {
    return replay(done.size(), next);
  }

  MortalStore afterPowerCut(Life next) {
    int durable = done.size();
    while (durable > 0 && done.get(durable - 1).durability() == Durability.LAZY) {
      durable--;
    }
    return replay(durable, next);
  }

  private MortalStore replay(int batches, Life next) {
    MortalStore store = new MortalStore(name, next);
    databases().forEach(database -> store.maps.put(database, new MemoryChunkStore()));
    for (Done each : done.subList(0, batches)) {
      store.map(each.map()).apply(each.batch(), Durability.FORCED);
      store.done.add(new Done(each.map(), each.batch(), Durability.FORCED));
    }
    return store;
  }

  private MemoryChunkStore map(String map) {
    return Objects.requireNonNull(maps.get(map));
  }

  /** How many super-journals the store keeps. */
  int superJournalCount() {
    int count = 0;
    for (Iterator<Entry> all = map(SUPER_JOURNALS).scan(KeyRange.ALL); all.hasNext(); ) {
      all.next();
      count++;
    }
    return count;
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
    return maps.keySet().stream().filter(map -> !map.equals(SUPER_JOURNALS)).toList();
  }

  @Override
  public ChunkStore database(String database) {
    return new Mortal(database);
  }

  @Override
  public ChunkStore superJournals() {
    return new Mortal(SUPER_JOURNALS);
  }

  @Override
  public Optional<ChecksumMap> checksums(String database) {
    return Optional.empty();
  }

  @Override
  public ChunkStore createDatabase(String database, Checksums checksums) {
    maps.put(database, new MemoryChunkStore());
    return database(database);
  }

  @Override
  public Replacement replaceDatabase(String database, Checksums checksums) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private final class Mortal implements ChunkStore {
    private final String map;

    Mortal(String map) {
      this.map = map;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return MortalStore.this.map(map).get(key);
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      return MortalStore.this.map(map).scan(range);
    }

    @Override
    public ChunkStore superJournals() {
      return MortalStore.this.superJournals();
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      life.step();
      MortalStore.this.map(map).apply(batch, durability);
      done.add(new Done(map, batch, durability));
    }
  }
}
