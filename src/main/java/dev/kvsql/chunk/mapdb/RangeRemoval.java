package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.KeyRange;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DBException;
import org.mapdb.Serializer;
import org.mapdb.Store;

/**
 * Removes every entry of a map that lies in a range. MapDB itself does that one by one, and goes
 * down the tree and writes the leaf again for each. Here every leaf is written once. As with MapDB
 * empty leaves stay in the tree.
 */
final class RangeRemoval {
  private final BTreeMap<byte[], byte[]> map;
  private final Store store;
  private final TreeNodes format;
  private final Runnable eachStep;
  private final MapRange.Ascent ascent = new MapRange.Ascent();

  /**
   * @param map without a counter of its entries, which would have to follow
   * @param eachStep called before each leaf
   */
  RangeRemoval(BTreeMap<byte[], byte[]> map, Runnable eachStep) {
    this.map = map;
    store = map.getStore();
    format = TreeNodes.of(map);
    this.eachStep = eachStep;
  }

  void remove(KeyRange range) {
    long recid = leafFor(range.from());
    while (recid != 0) {
      TreeNode leaf = node(recid);
      if (leaf.has(TreeNode.DIRECTORY)) {
        throw new DBException.DataCorruption("a node of its tree is no leaf");
      }
      remove(recid, leaf, range);
      byte @Nullable [] to = range.to();
      recid = leaf.has(TreeNode.RIGHTMOST) || (to != null && leaf.reaches(to)) ? 0 : next(leaf);
    }
  }

  private long leafFor(byte[] key) {
    eachStep.run();
    Long root = store.get(map.getRootRecidRecid(), Serializer.RECID);
    long recid = root == null ? 0 : root;
    TreeNode node = node(recid);
    while (node.has(TreeNode.DIRECTORY) || !node.reaches(key)) {
      recid = node.reaches(key) ? node.childFor(key) : node.link();
      node = node(recid);
    }
    return recid;
  }

  /** Leaves that lead back to themselves do not go up. */
  private long next(TreeNode leaf) {
    ascent.to(leaf.highest());
    eachStep.run();
    return leaf.link();
  }

  private TreeNode node(long recid) {
    TreeNode node = store.get(recid, format);
    if (node == null) {
      throw new DBException.DataCorruption("a node of its tree is not there");
    }
    return node;
  }

  private void remove(long recid, TreeNode leaf, KeyRange range) {
    byte @Nullable [] end = range.to();
    int size = TreeNode.size(leaf.flags(), leaf.keys().length);
    int from = leaf.entriesBefore(range.from());
    int to = end == null ? size : Math.min(size, leaf.entriesBefore(end));
    if (from < to) {
      for (int i = from; leaf.values() == null && i < to; i++) {
        store.delete(leaf.recids()[i], Serializer.BYTE_ARRAY);
      }
      store.update(recid, leaf.without(from, to), format);
    }
  }
}
