package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store that remembers batches, fails at some, does more than it is told at others, and may not
 * read the same twice.
 */
final class AwkwardStore implements ChunkStore {
  private static final HexFormat HEX = HexFormat.of();

  private final ChunkStore below;
  private final Path record;
  private final List<String> seen = new ArrayList<>();
  private final Map<Integer, RuntimeException> failures = new HashMap<>();
  private final Map<Integer, WriteBatch> additions = new HashMap<>();
  private byte[] cut = new byte[0];
  private int reads;

  AwkwardStore(ChunkStore below, Path record) {
    this.below = below;
    this.record = record;
  }

  /** Throws this in place of a batch; the first is 1. */
  AwkwardStore failing(int number, RuntimeException failure) {
    failures.put(number, failure);
    return this;
  }

  /** Does this after a batch. */
  AwkwardStore adding(int number, WriteBatch.Builder addition) {
    additions.put(number, addition.build());
    return this;
  }

  /** Reads this key right the first time after a batch, and a byte short from then on. */
  AwkwardStore cuttingSecondRead(byte[] key) {
    cut = key;
    return this;
  }

  /** A line for each batch. */
  List<String> seen() {
    return seen;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] value = below.get(key);
    if (value == null || seen.isEmpty() || !Arrays.equals(key, cut)) {
      return value;
    }
    reads++;
    return reads == 1 ? value : Arrays.copyOf(value, value.length - 1);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return below.scan(range);
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    seen.add(
        batch.operations().stream()
            .map(AwkwardStore::text)
            .collect(
                Collectors.joining(
                    ", ",
                    durability + (Files.exists(record) ? ", record there: " : ", no record: "),
                    "")));
    RuntimeException failure = failures.get(seen.size());
    if (failure != null) {
      throw failure;
    }
    below.apply(batch, durability);
    WriteBatch addition = additions.get(seen.size());
    if (addition != null) {
      below.apply(addition, Durability.LAZY);
    }
  }

  private static String text(WriteBatch.Operation operation) {
    return switch (operation) {
      case WriteBatch.Put(byte[] key, _) -> "put " + HEX.formatHex(key);
      case WriteBatch.Delete(byte[] key) -> "delete " + HEX.formatHex(key);
      case WriteBatch.DeleteRange(KeyRange range) -> {
        byte[] to = range.to();
        yield "delete "
            + HEX.formatHex(range.from())
            + " to "
            + (to == null ? "the end" : HEX.formatHex(to));
      }
    };
  }
}
