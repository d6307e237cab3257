package dev.kvsql.chunk.salvage;

/**
 * A collection as the catalog has it.
 *
 * @param type MapDB's name for its kind
 * @param placement of its values
 * @param rootHolder recid of the record with the root's recid; 0 when there is none that is sound
 */
record Collection(String name, String type, Role role, Placement placement, long rootHolder) {
  /** Starts the names of databases that an import is still filling. */
  private static final String STAGED = ".import.";

  /** Starts the names of companion maps. */
  static final String CHECKSUMS = ".crc32c.";

  /** What is done with a collection. */
  enum Role {
    /** Its entries are salvaged. */
    DATABASE,

    /**
     * A database that kvsql never finished, or can make anew: left out, but its nodes are known.
     */
    LEFT_OUT,

    /** A B-tree with such keys but other values: not salvaged, but its nodes are known. */
    LIKE_KEYS,

    /** Anything else: not salvaged. */
    OTHER
  }

  /** The role of a map of byte arrays. */
  static Role roleOf(String name) {
    return name.startsWith(STAGED) || name.startsWith(CHECKSUMS) ? Role.LEFT_OUT : Role.DATABASE;
  }
}
