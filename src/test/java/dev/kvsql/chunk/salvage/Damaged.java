package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.Collection.Role;
import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A file that was whole, where its records are, and ways to damage it. */
final class Damaged {
  private final byte[] bytes;
  private final IndexTable index;
  private final Store store;
  private final Catalog catalog;

  private Damaged(byte[] whole) {
    bytes = whole.clone();
    LossLog losses = new LossLog();
    ByteImage image = new ByteImage(whole);
    index = new IndexTable(image);
    index.load(losses);
    store = Store.open(image, losses);
    byte[] record = got(store.records().read(Store.CATALOG_RECID));
    catalog = CatalogDecoder.decode(record);
  }

  static Damaged of(byte[] whole) {
    return new Damaged(whole);
  }

  byte[] bytes() {
    return bytes;
  }

  Salvaged salvage() {
    return Salvaged.of(bytes);
  }

  long rootHolder(String name) {
    return catalog.with(Role.DATABASE).stream()
        .filter(collection -> collection.name().equals(name))
        .findFirst()
        .orElseThrow()
        .rootHolder();
  }

  long root(String name) {
    return got(store.recid(rootHolder(name)));
  }

  /** Directories below the root's level, then those below, from left to right. */
  List<Long> directories(String name) {
    return nodes(name).stream().filter(recid -> node(recid).isDirectory()).toList();
  }

  /** Leaves from left to right. */
  List<Long> leaves(String name) {
    return nodes(name).stream().filter(recid -> !node(recid).isDirectory()).toList();
  }

  Node node(long recid) {
    return got(store.node(recid, Values.BYTES));
  }

  private List<Long> nodes(String name) {
    List<Long> found = new ArrayList<>();
    Deque<Long> pending = new ArrayDeque<>(List.of(root(name)));
    while (!pending.isEmpty()) {
      long recid = pending.remove();
      found.add(recid);
      Node node = node(recid);
      for (int i = 0; node.isDirectory() && i < node.childCount(); i++) {
        pending.add(node.child(i));
      }
    }
    return found;
  }

  /** Where a record's bytes lie, or its index value if they lie in that. */
  int offset(long recid) {
    return (int) store.records().offsetOf(recid);
  }

  Damaged zero(int from, int count) {
    Arrays.fill(bytes, from, Math.min(bytes.length, from + count), (byte) 0);
    return this;
  }

  /** Overwrites the bytes of a record of one part. */
  Damaged zeroRecord(long recid) {
    int size = index.valueAt(index.offsetOf(recid)).sizeBytes();
    return size <= IndexValue.MAX_INLINE_BYTES ? zeroIndexValue(recid) : zero(offset(recid), size);
  }

  Damaged zeroIndexValue(long recid) {
    return zero(indexOffset(recid), Long.BYTES);
  }

  int indexOffset(long recid) {
    return (int) index.offsetOf(recid);
  }

  Damaged flip(int offset, int bit) {
    bytes[offset] ^= (byte) (1 << bit);
    return this;
  }

  Damaged swap(int a, int b, int count) {
    byte[] kept = Arrays.copyOfRange(bytes, a, a + count);
    System.arraycopy(bytes, b, bytes, a, count);
    System.arraycopy(kept, 0, bytes, b, count);
    return this;
  }

  private static <T> T got(Outcome<T> outcome) {
    return switch (outcome) {
      case Got<T>(T value) -> value;
      case Outcome.Lost<T>(Damage damage) -> throw new AssertionError(damage);
    };
  }
}
