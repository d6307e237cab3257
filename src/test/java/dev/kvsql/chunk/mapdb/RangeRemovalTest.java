package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.mapdb.StoreDirect;

/** MapDB itself tells whether the tree is as it should be, and goes on with it. */
final class RangeRemovalTest {
  private static final int ENTRIES = 3000;

  static LongStream seeds() {
    return Seeds.of(40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyRangeIsRemovedAndNothingElse(long seed) {
    Random random = new Random(seed);
    RandomBatches keys = new RandomBatches(seed);
    NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
    try (DB db = DBMaker.memoryDB().make()) {
      BTreeMap<byte[], byte[]> map = map(db, random.nextBoolean());
      for (int round = 0; round < 30; round++) {
        for (int i = random.nextInt(200); i > 0; i--) {
          byte[] key = keys.key();
          byte[] value = new byte[random.nextInt(20)];
          map.put(key, value);
          expected.put(key, value);
        }
        KeyRange range = keys.range();
        MapRange.clear(map, range, () -> {});
        expected.keySet().removeIf(range::contains);
        map.verify();
        assertThat(entries(map)).as("seed %d, round %d", seed, round).isEqualTo(entries(expected));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3000", "0, 1", "2999, 3000", "1, 3000", "0, 2999", "17, 2017", "500, 500"})
  void aPartOfALargeTreeIsRemoved(int from, int to) {
    for (boolean inside : new boolean[] {true, false}) {
      try (DB db = DBMaker.memoryDB().make()) {
        BTreeMap<byte[], byte[]> map = filled(db, inside);
        MapRange.clear(map, new KeyRange(key(from), key(to)), () -> {});
        map.verify();
        List<Integer> left =
            map.keySet().stream().map(key -> ByteBuffer.wrap(key).getInt()).toList();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
          if (i < from || i >= to) {
            expected.add(i);
          }
        }
        assertThat(left).isEqualTo(expected);
        for (int i = from; i < to; i++) {
          map.put(key(i), new byte[] {1});
        }
        map.verify();
        assertThat(map.sizeLong()).isEqualTo(ENTRIES);
      }
    }
  }

  @Test
  void theRoomOfRemovedValuesIsFree() {
    try (DB db = DBMaker.memoryDB().make()) {
      BTreeMap<byte[], byte[]> map = filled(db, false);
      StoreDirect store = (StoreDirect) map.getStore();
      long before = store.getFreeSize();
      MapRange.clear(map, KeyRange.ALL, () -> {});
      assertThat(store.getFreeSize() - before).isGreaterThan(ENTRIES * 100L);
    }
  }

  @Test
  void theCounterOfACountedMapFollows() {
    try (DB db = DBMaker.memoryDB().make()) {
      BTreeMap<byte[], byte[]> map =
          db.treeMap("m", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).counterEnable().create();
      fill(map);
      MapRange.clear(map, new KeyRange(key(10), key(2000)), () -> {});
      assertThat(map.size()).isEqualTo(ENTRIES - 1990);
      assertThat(map.keySet()).hasSize(ENTRIES - 1990);
    }
  }

  /** The second leaf in place of a later one: neighbours lead back to it. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void leavesThatLeadBackAreDamage() {
    try (DB db = DBMaker.memoryDB().make()) {
      BTreeMap<byte[], byte[]> map = filled(db, true);
      List<Long> leaves = leaves(map);
      TreeNodes format = TreeNodes.of(map);
      TreeNode leaf = node(map, leaves.get(20));
      TreeNode back =
          new TreeNode(leaf.flags(), leaves.get(3), leaf.keys(), leaf.recids(), leaf.values());
      map.getStore().update(leaves.get(20), back, format);
      assertThatThrownBy(() -> MapRange.clear(map, KeyRange.ALL, () -> {}))
          .isInstanceOf(DBException.DataCorruption.class)
          .hasMessage("its keys do not ascend");
    }
  }

  private static List<Long> leaves(BTreeMap<byte[], byte[]> map) {
    List<Long> leaves = new ArrayList<>();
    Long root = map.getStore().get(map.getRootRecidRecid(), Serializer.RECID);
    long recid = root == null ? 0 : root;
    while (node(map, recid).has(TreeNode.DIRECTORY)) {
      recid = node(map, recid).recids()[0];
    }
    while (recid != 0) {
      leaves.add(recid);
      recid = node(map, recid).link();
    }
    return leaves;
  }

  private static TreeNode node(BTreeMap<byte[], byte[]> map, long recid) {
    @Nullable TreeNode node = map.getStore().get(recid, TreeNodes.of(map));
    if (node == null) {
      throw new AssertionError("no node " + recid);
    }
    return node;
  }

  private static BTreeMap<byte[], byte[]> map(DB db, boolean inside) {
    var maker = db.treeMap("m", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY);
    return inside ? maker.create() : maker.valuesOutsideNodesEnable().create();
  }

  private static BTreeMap<byte[], byte[]> filled(DB db, boolean inside) {
    BTreeMap<byte[], byte[]> map = map(db, inside);
    fill(map);
    return map;
  }

  private static void fill(BTreeMap<byte[], byte[]> map) {
    for (int i = 0; i < ENTRIES; i++) {
      map.put(key(i), new byte[100]);
    }
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private static List<String> entries(Map<byte[], byte[]> map) {
    return map.entrySet().stream()
        .map(entry -> Arrays.toString(entry.getKey()) + Arrays.toString(entry.getValue()))
        .toList();
  }
}
