package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import dev.kvsql.chunk.salvage.Outcome.Lost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a B-link tree from its root, leaves from left to right, each once. A node is taken only if
 * it answers for just the keys that its parent or left neighbour says: it may answer for fewer,
 * then its link leads to the rest. What lies below an unreadable directory is reached by the link
 * of the leaf in front of it.
 */
final class TreeWalk {
  /** Of all keys that gaps are bounded by; gaps past that are not filled. */
  private static final int MAX_GAP_KEY_BYTES = 16 << 20;

  /** Sees the leaves, in the order of their keys. */
  @FunctionalInterface
  interface LeafVisitor {
    void leaf(Node leaf);
  }

  private final Store store;
  private final Values values;
  private final Target target;
  private final LossLog losses;
  private final LeafVisitor visitor;
  private final Deque<Step> pending = new ArrayDeque<>();
  private final List<Gap> gaps = new ArrayList<>();
  private long gapKeyBytes;

  /** The leaf that was visited last. */
  private @Nullable Node tail;

  private record Step(long recid, KeySpan span) {}

  TreeWalk(Store store, Values values, Target target, LossLog losses, LeafVisitor visitor) {
    this.store = store;
    this.values = values;
    this.target = target;
    this.losses = losses;
    this.visitor = visitor;
  }

  /** Walks a tree; the target gets the gaps. */
  void walk(long root) {
    pending.push(new Step(root, KeySpan.ALL));
    while (!pending.isEmpty()) {
      visit(pending.pop());
    }
    gaps.forEach(target::addGap);
  }

  private void visit(Step step) {
    switch (read(step)) {
      case Got<Node>(Node node) -> {
        store.nodes.add(step.recid);
        if (node.isDirectory()) {
          enter(node, step);
        } else {
          take(node, step);
        }
      }
      case Lost<Node>(Damage damage) -> goAround(step, damage);
    }
  }

  private Outcome<Node> read(Step step) {
    if (store.nodes.contains(step.recid)) {
      return new Lost<>(store.damage(step.recid, Fault.USED_TWICE));
    }
    return store
        .node(step.recid, values)
        .then(node ->
            step.span.startsWith(node.span()) && step.span.contains(node.span())
                ? new Got<>(node)
                : new Lost<>(store.damage(step.recid, Fault.OUT_OF_PLACE)));
  }

  private void enter(Node directory, Step step) {
    pushRest(directory, step);
    for (int i = directory.childCount() - 1; i >= 0; i--) {
      pending.push(new Step(directory.child(i), directory.childSpan(i)));
    }
  }

  private void take(Node leaf, Step step) {
    visitor.leaf(leaf);
    tail = leaf;
    if (!gaps.isEmpty() && gaps.getLast().span().isFollowedBy(leaf.span())) {
      Gap gap = gaps.removeLast();
      gaps.add(new Gap(gap.span(), gap.damage(), step.recid));
    }
    pushRest(leaf, step);
  }

  /** A node that was split lately answers for fewer keys than its parent says. */
  private void pushRest(Node node, Step step) {
    KeySpan span = node.span();
    if (!span.endsWith(step.span)) {
      pending.push(new Step(node.link(), new KeySpan(span.upTo(), step.span.upTo())));
    }
  }

  private void goAround(Step step, Damage damage) {
    Node leaf = tail;
    if (leaf != null && leaf.link() != step.recid && leaf.span().isFollowedBy(step.span)) {
      losses.add(new Loss.Bypassed(target.name(), damage));
      pending.push(new Step(leaf.link(), step.span));
      return;
    }
    gapKeyBytes += bytes(step.span.after()) + bytes(step.span.upTo());
    if (gapKeyBytes > MAX_GAP_KEY_BYTES) {
      losses.add(new Loss.Keys(target.name(), step.span, damage));
    } else {
      gaps.add(new Gap(step.span, damage, 0));
    }
  }

  private static long bytes(byte @Nullable [] key) {
    return key == null ? 0 : key.length;
  }
}
