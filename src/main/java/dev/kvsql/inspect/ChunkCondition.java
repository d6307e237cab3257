package dev.kvsql.inspect;

/** How a chunk in the store stands to the size of its file. */
public enum ChunkCondition {
  /** As many bytes as lie within the file at its index. */
  SOUND,
  /** Within the file, with fewer bytes than lie there; the missing ones read as zeros. */
  SHORT,
  /** The last chunk of the file, with bytes past the file's end. */
  TAIL,
  /** More than 4096 bytes. */
  LONG,
  /** Within the file, without a byte. */
  EMPTY,
  /** Wholly past the end of the file. */
  ORPHAN,
  /** Within the file, and the store has no such key. */
  MISSING
}
