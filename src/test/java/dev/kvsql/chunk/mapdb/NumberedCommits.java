package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A program that commits numbered batches and prints each number once its commit has returned.
 * Batch n sets all of a few shared keys to n, adds a key of its own, and deletes the one of n - 20.
 */
final class NumberedCommits {
  private static final int SHARED = 40;
  private static final int KEPT = 20;

  private NumberedCommits() {}

  /** Arguments: the store, how many commits at most, bytes of a batch's own value. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    int valueBytes = Integer.parseInt(arguments[2]);
    MapDbStore store = MapDbStore.open(Path.of(arguments[0]), Access.WRITE);
    ChunkStore database = store.database("main");
    int number = last(database);
    int end = number + Integer.parseInt(arguments[1]);
    try {
      while (number < end) {
        commit(database, number + 1, valueBytes);
        number++;
        out.println(number);
      }
    } catch (StoreException.Failed e) {
      out.println("failed: " + e.getMessage());
    }
    out.println("then: " + requireWhole(database));
    try {
      store.close();
      out.println("closed");
    } catch (StoreException.Failed e) {
      out.println("not tidied up: " + e.getMessage());
    }
  }

  static void commit(ChunkStore database, int number, int valueBytes) {
    WriteBatch.Builder batch = WriteBatch.builder();
    byte[] numbered = ByteBuffer.allocate(4).putInt(number).array();
    for (int i = 0; i < SHARED; i++) {
      batch.put(shared(i), numbered);
    }
    byte[] own = ByteBuffer.allocate(valueBytes).putInt(number).array();
    batch.put(own(number), own);
    if (number > KEPT) {
      batch.deleteRange(new KeyRange(own(0), own(number - KEPT + 1)));
    }
    database.apply(batch.build(), number % 5 == 0 ? Durability.LAZY : Durability.FORCED);
  }

  /** The last batch that is there; every batch must be there whole. */
  static int requireWhole(ChunkStore database) {
    int last = last(database);
    for (int i = 0; i < SHARED && last > 0; i++) {
      assertThat(database.get(shared(i))).isEqualTo(ByteBuffer.allocate(4).putInt(last).array());
    }
    for (int number = Math.max(1, last - 2 * KEPT); number <= last + 2; number++) {
      byte[] own = database.get(own(number));
      if (number <= last - KEPT || number > last) {
        assertThat(own).as("own key of %d, last is %d", number, last).isNull();
      } else {
        assertThat(own).as("own key of %d, last is %d", number, last).isNotNull();
        assertThat(ByteBuffer.wrap(own).getInt()).isEqualTo(number);
      }
    }
    return last;
  }

  private static int last(ChunkStore database) {
    byte[] value = database.get(shared(0));
    return value == null ? 0 : ByteBuffer.wrap(value).getInt();
  }

  private static byte[] shared(int i) {
    return StoreKey.chunk(FileTag.MAIN, i);
  }

  private static byte[] own(int number) {
    return StoreKey.chunk(FileTag.JOURNAL, number);
  }
}
