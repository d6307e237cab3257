package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.Collection.Role;
import dev.kvsql.chunk.salvage.NodeDecoder.Values;
import dev.kvsql.chunk.salvage.Outcome.Got;
import dev.kvsql.chunk.salvage.Outcome.Lost;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets every entry that can still be read out of a MapDB 3.1.0 file, whatever state it is in. First
 * down from the catalog and the roots; then, if something on the way could not be read, by looking
 * at every record for leaves that nothing leads to any more.
 *
 * <p>Nothing in a file makes it throw, run on for ever, or take more than some bits a record and a
 * few records at a time. What the image or the sink throws passes through.
 */
public final class Salvage {
  private final LossLog losses = new LossLog();
  private final Store store;
  private final Entries entries;
  private final List<Target> targets = new ArrayList<>();

  private Salvage(StoreImage image, SalvageSink sink) {
    store = Store.open(image, losses);
    entries = new Entries(store, sink, losses);
  }

  /** Salvages a file. */
  public static SalvageReport of(StoreImage image, SalvageSink sink) {
    return new Salvage(image, sink).run();
  }

  private SalvageReport run() {
    Catalog catalog = readCatalog();
    for (Collection collection : catalog.with(Role.DATABASE)) {
      walk(catalog, collection, Values.BYTES);
    }
    if (catalog.state() == Catalog.State.DAMAGED || hasGaps()) {
      search(catalog);
    }
    noteOthers(catalog);
    List<SalvagedDatabase> databases = new ArrayList<>();
    for (Target target : targets) {
      if (target.isSalvaged()) {
        target
            .gaps()
            .forEach(gap -> losses.add(new Loss.Keys(target.name(), gap.span(), gap.damage())));
        databases.add(target.report());
      }
    }
    return new SalvageReport(List.copyOf(databases), losses.list());
  }

  private Catalog readCatalog() {
    return switch (store.records().read(Store.CATALOG_RECID)) {
      case Got<byte[]>(byte[] record) -> {
        Catalog catalog = CatalogDecoder.decode(record);
        if (catalog.state() == Catalog.State.DAMAGED) {
          losses.add(new Loss.Catalog(store.damage(Store.CATALOG_RECID, Fault.MALFORMED)));
        }
        yield catalog;
      }
      case Lost<byte[]>(Damage damage) -> {
        losses.add(new Loss.Catalog(damage));
        yield Catalog.NONE;
      }
    };
  }

  private void walk(Catalog catalog, Collection collection, Values values) {
    Target target = new Target(collection, catalog.checksumsOf(collection.name()));
    targets.add(target);
    // Nobody asks what became of those that are not salvaged.
    LossLog log = target.isSalvaged() ? losses : new LossLog();
    switch (rootOf(collection)) {
      case Got<Long>(Long root) -> {
        new TreeWalk(store, values, target, log, leaf -> entries.take(target, leaf, KeySpan.ALL))
            .walk(root);
        target.gaps().stream()
            .filter(gap -> gap.span().equals(KeySpan.ALL))
            .forEach(gap -> log.add(new Loss.Root(target.name(), gap.damage())));
      }
      case Lost<Long>(Damage damage) -> {
        target.addGap(new Gap(KeySpan.ALL, damage, 0));
        log.add(new Loss.Root(target.name(), damage));
      }
    }
  }

  private Outcome<Long> rootOf(Collection collection) {
    return collection.rootHolder() < IndexTable.FIRST_FREE_RECID
        ? new Lost<>(store.damage(Store.CATALOG_RECID, Fault.MALFORMED))
        : store.recid(collection.rootHolder());
  }

  private boolean hasGaps() {
    return targets.stream().anyMatch(target -> !target.gaps().isEmpty());
  }

  /** Before anything else is looked for, what is known to be others' is marked as such. */
  private void search(Catalog catalog) {
    catalog.with(Role.LEFT_OUT).forEach(collection -> walk(catalog, collection, Values.BYTES));
    catalog.with(Role.LIKE_KEYS).forEach(collection -> walk(catalog, collection, Values.ANY));
    new Adoption(store, entries, losses, catalog, targets).adopt(LeafSearch.pieces(store, losses));
  }

  private void noteOthers(Catalog catalog) {
    for (Collection collection : catalog.collections()) {
      switch (collection.role()) {
        case LIKE_KEYS, OTHER ->
            losses.add(new Loss.NotSalvaged(collection.name(), collection.type()));
        case DATABASE, LEFT_OUT -> {}
      }
    }
  }
}
