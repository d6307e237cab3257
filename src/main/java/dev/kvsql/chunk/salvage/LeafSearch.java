package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leaves that no walk reached, among all records that are in use for nothing else, and
 * joins them by their links.
 */
final class LeafSearch {
  /** Damage makes no more than one for each node that it hits. */
  private static final int MAX_PIECES = 100_000;

  /** Of the keys that pieces are bounded by. */
  private static final int MAX_KEY_BYTES = 32 << 20;

  private final Store store;
  private final Recids leaves = new Recids();
  private final Recids joined = new Recids();
  private long keyBytes;
  private long leftOut;
  private long leftOutEntries;

  private LeafSearch(Store store) {
    this.store = store;
  }

  /** Every piece there is, those of most leaves first. */
  static List<Piece> pieces(Store store, LossLog losses) {
    LeafSearch search = new LeafSearch(store);
    search.findLeaves();
    List<Piece> pieces = search.join();
    if (search.leftOut > 0) {
      losses.add(new Loss.Unplaced(search.leftOut, search.leftOutEntries));
    }
    return pieces;
  }

  private void findLeaves() {
    Recids theirValues = new Recids();
    byte[] start = new byte[NodeDecoder.PEEK_BYTES];
    for (long recid = IndexTable.FIRST_FREE_RECID; recid <= store.maxRecid(); recid++) {
      if (store.nodes.contains(recid) || store.values.contains(recid)) {
        continue;
      }
      if (store.records().isLinked(recid)
          || NodeDecoder.mayBeLeaf(start, store.records().peek(recid, start))) {
        Node leaf = leafAt(recid);
        if (leaf != null) {
          leaves.add(recid);
          markValues(theirValues, leaf);
        }
      }
    }
    // A value may look like a leaf.
    leaves.removeAll(theirValues);
  }

  private void markValues(Recids values, Node leaf) {
    for (int i = 0; i < leaf.entryCount(); i++) {
      long recid = leaf.valueRecid(i);
      if (recid <= store.maxRecid()) {
        values.add(recid);
      }
    }
  }

  private List<Piece> join() {
    Recids linked = new Recids();
    for (long recid = leaves.next(0); recid >= 0; recid = leaves.next(recid + 1)) {
      Node leaf = leafAt(recid);
      if (leaf != null && nextOf(leaf) != null) {
        linked.add(leaf.link());
      }
    }
    List<Piece> pieces = new ArrayList<>();
    for (long recid = leaves.next(0); recid >= 0; recid = leaves.next(recid + 1)) {
      Node leaf = linked.contains(recid) ? null : leafAt(recid);
      if (leaf != null) {
        keep(pieces, pieceFrom(recid, leaf));
      }
    }
    pieces.sort(Comparator.comparingLong(Piece::leaves).reversed());
    return pieces;
  }

  private void keep(List<Piece> pieces, Piece piece) {
    keyBytes += piece.keyBytes();
    if (pieces.size() < MAX_PIECES && keyBytes <= MAX_KEY_BYTES) {
      pieces.add(piece);
    } else {
      leftOut++;
      leftOutEntries += piece.entries();
    }
  }

  private Piece pieceFrom(long first, Node firstLeaf) {
    Node last = firstLeaf;
    byte[] firstKey = firstLeaf.firstKey();
    Placement placement = firstLeaf.placement();
    long count = 1;
    long entries = firstLeaf.entryCount();
    for (Node leaf = nextOf(last); leaf != null; leaf = nextOf(last)) {
      joined.add(last.link());
      last = leaf;
      count++;
      entries += leaf.entryCount();
      firstKey = firstKey == null ? leaf.firstKey() : firstKey;
      placement = placement == Placement.UNKNOWN ? leaf.placement() : placement;
    }
    KeySpan span = new KeySpan(firstLeaf.span().after(), last.span().upTo());
    return new Piece(first, count, entries, span, last.link(), placement, firstKey);
  }

  /** The leaf to the right; null when it is none of these, or not the right one. */
  private @Nullable Node nextOf(Node leaf) {
    if (!leaves.contains(leaf.link()) || joined.contains(leaf.link())) {
      return null;
    }
    Node next = leafAt(leaf.link());
    return next != null && leaf.span().isFollowedBy(next.span()) ? next : null;
  }

  private @Nullable Node leafAt(long recid) {
    return store.node(recid, Values.BYTES) instanceof Got<Node>(Node node) && !node.isDirectory()
        ? node
        : null;
  }
}
