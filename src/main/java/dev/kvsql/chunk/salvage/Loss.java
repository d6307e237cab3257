package dev.kvsql.chunk.salvage;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Something that salvaging could not do, or did on other evidence than it should have. */
public sealed interface Loss {
  /** Entries are missing, or may be. */
  sealed interface Missing extends Loss {}

  /** Nothing is known to be missing. */
  sealed interface Noted extends Loss {}

  /** A key is there, its value is not. */
  record Value(String database, byte[] key, Damage damage) implements Missing {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Value value
          && database.equals(value.database)
          && Arrays.equals(key, value.key)
          && damage.equals(value.damage);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
      return "Value[" + database + " " + HexFormat.of().formatHex(key) + " " + damage + "]";
    }
  }

  /** No leaf with keys of this span was found. The damage is of the node that led to it. */
  record Keys(String database, KeySpan span, Damage damage) implements Missing {}

  /**
   * The chain of index pages breaks off, and what comes behind cannot be found.
   *
   * @param linkOffset of the broken link in the file, in bytes
   * @param recids how many lie in front of it
   */
  record IndexChain(long linkOffset, long recids) implements Missing {}

  /**
   * The names of the collections are unreadable, or not all to be trusted: whole collections may be
   * missing.
   */
  record Catalog(Damage damage) implements Missing {}

  /**
   * Leaves that nothing leads to have entries among keys for which the tree has leaves already:
   * they were left out.
   *
   * @param firstLeafRecid of the leaves in key order
   */
  record Superseded(String database, long firstLeafRecid, long entries) implements Missing {}

  /**
   * Leaves that nothing leads to, in more pieces than can be told apart, were left out.
   *
   * @param pieces of neighbouring leaves
   */
  record Unplaced(long pieces, long entries) implements Missing {}

  /** The store has more unreadable things than are listed. */
  record More(long losses) implements Missing {}

  /**
   * A link between index pages is broken, but the header tells how many there are, and so many were
   * found.
   *
   * @param linkOffset of the broken link in the file, in bytes
   */
  record IndexLink(long linkOffset) implements Noted {}

  /** The root could not be read: the leaves were looked for instead. */
  record Root(String database, Damage damage) implements Noted {}

  /** A node could not be read, but everything below or behind it was found. */
  record Bypassed(String database, Damage damage) implements Noted {}

  /**
   * Leaves that nothing names were given to a database because their keys fill a hole in it, or
   * because there was no other; or they make up a database that lost its name.
   *
   * @param firstLeafRecid of the leaves in key order
   */
  record Guessed(String database, long firstLeafRecid, long leaves, long entries)
      implements Noted {}

  /** A collection that is no {@code BTreeMap<byte[],byte[]>}. */
  record NotSalvaged(String collection, String type) implements Noted {}
}
