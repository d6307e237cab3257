package dev.kvsql.chunk.salvage;

import java.util.List;

/**
 * The collections of a file by name.
 *
 * @param collections in the catalog's order
 * @param state whether it can be relied on to be complete
 */
record Catalog(List<Collection> collections, State state) {
  /** How far a catalog can be trusted. */
  enum State {
    SOUND,

    /** Names or whole collections may be missing. */
    DAMAGED
  }

  /** No catalog that could be read. */
  static final Catalog NONE = new Catalog(List.of(), State.DAMAGED);

  List<Collection> with(Collection.Role role) {
    return collections.stream().filter(collection -> collection.role() == role).toList();
  }

  /** Whether a database has a companion map. */
  Checksums checksumsOf(String database) {
    String companion = Collection.CHECKSUMS + database;
    return collections.stream().anyMatch(collection -> collection.name().equals(companion))
        ? Checksums.KEPT
        : Checksums.NONE;
  }
}
