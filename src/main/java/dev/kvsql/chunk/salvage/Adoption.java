package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import dev.kvsql.chunk.salvage.Outcome.Lost;
import java.util.List;
import java.util.Optional;

/**
 * Gives pieces that nothing leads to to the databases they were of. Evidence, the strongest first:
 * their last leaf links to the leaf behind a gap; only one tree has a gap that their keys fit into;
 * only one tree can have such keys at all. What none of these settles makes up a database of its
 * own. Wherever a tree has no gap, its own leaves win.
 */
final class Adoption {
  private final Store store;
  private final Entries entries;
  private final LossLog losses;
  private final Catalog catalog;

  /** Every tree that is known; those that are made up come behind. */
  private final List<Target> targets;

  Adoption(Store store, Entries entries, LossLog losses, Catalog catalog, List<Target> targets) {
    this.store = store;
    this.entries = entries;
    this.losses = losses;
    this.catalog = catalog;
    this.targets = targets;
  }

  /** Finds a place for each piece. */
  void adopt(List<Piece> pieces) {
    List<Piece> unlinked = pieces.stream().filter(piece -> !adoptByLink(piece)).toList();
    // Removed databases leave empty leaves behind: their keys say nothing.
    List<Piece> strays =
        unlinked.stream()
            .filter(piece -> piece.entries() > 0)
            .filter(piece -> !adoptByKeys(piece))
            .toList();
    new Strays(store, catalog, losses).asDatabases(strays).forEach(this::makeUp);
  }

  private boolean adoptByLink(Piece piece) {
    for (Target target : targets) {
      Optional<Gap> gap =
          target
              .gapAround(piece)
              .filter(around -> piece.tailLink() != 0 && around.successor() == piece.tailLink())
              .filter(around -> around.span().endsWith(piece.span()));
      if (gap.isPresent()) {
        fill(target, gap.get(), piece);
        return true;
      }
    }
    return false;
  }

  private boolean adoptByKeys(Piece piece) {
    List<Target> fitting =
        targets.stream().filter(target -> target.gapAround(piece).isPresent()).toList();
    if (fitting.size() == 1) {
      Target target = fitting.getFirst();
      fill(target, target.gapAround(piece).orElseThrow(), piece);
      if (!isOnly(target) || !piece.isWhole()) {
        note(target, piece);
      }
      return true;
    }
    if (targets.size() == 1 && isOnly(targets.getFirst())) {
      fillPartly(targets.getFirst(), piece);
      return true;
    }
    return false;
  }

  /** Whether nobody else can have had such leaves. */
  private boolean isOnly(Target target) {
    return catalog.state() == Catalog.State.SOUND && targets.equals(List.of(target));
  }

  private void note(Target target, Piece piece) {
    if (target.isSalvaged()) {
      losses.add(new Loss.Guessed(target.name(), piece.first(), piece.leaves(), piece.entries()));
    }
  }

  private void fill(Target target, Gap gap, Piece piece) {
    take(target, piece, gap.span());
    List<Gap> rest = gap.without(piece.span(), piece.first(), behind(piece, gap));
    target.replace(gap, rest);
    if (rest.isEmpty() && !gap.span().equals(KeySpan.ALL)) {
      losses.add(new Loss.Bypassed(target.name(), gap.damage()));
    }
  }

  /** Takes what lies in gaps; a leaf that leads into others' keys has been replaced. */
  private void fillPartly(Target target, Piece piece) {
    long taken = 0;
    for (Gap gap : target.gaps()) {
      KeySpan common = gap.span().intersection(piece.span());
      if (!common.isEmpty()) {
        taken += take(target, piece, common);
        target.replace(gap, gap.without(common, piece.first(), behind(piece, gap)));
      }
    }
    if (taken < piece.entries()) {
      losses.add(new Loss.Superseded(target.name(), piece.first(), piece.entries() - taken));
    }
  }

  private long take(Target target, Piece piece, KeySpan within) {
    long taken = 0;
    long recid = piece.first();
    for (long i = 0; i < piece.leaves(); i++) {
      if (!(store.node(recid, Values.BYTES) instanceof Got<Node>(Node leaf))) {
        break;
      }
      store.nodes.add(recid);
      taken += entries.take(target, leaf, within);
      recid = leaf.link();
    }
    return taken;
  }

  /** What keeps a piece from going on. */
  private Damage behind(Piece piece, Gap gap) {
    return piece.tailLink() != 0
            && store.node(piece.tailLink(), Values.BYTES) instanceof Lost<Node>(Damage damage)
        ? damage
        : gap.damage();
  }

  private void makeUp(Target target, List<Piece> group) {
    targets.add(target);
    Damage unnamed = store.damage(Store.CATALOG_RECID, Fault.MALFORMED);
    target.addGap(new Gap(KeySpan.ALL, unnamed, 0));
    for (Piece piece : group) {
      target.gapAround(piece).ifPresent(gap -> fill(target, gap, piece));
    }
    long leaves = group.stream().mapToLong(Piece::leaves).sum();
    losses.add(new Loss.Guessed(target.name(), group.getFirst().first(), leaves, target.entries()));
  }
}
