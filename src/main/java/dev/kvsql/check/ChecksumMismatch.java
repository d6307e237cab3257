package dev.kvsql.check;

/** How a chunk and the checksum that is kept of it do not go together. */
public sealed interface ChecksumMismatch {
  /**
   * The chunk has another checksum than the one that is kept.
   *
   * @param kept in hex; 8 digits, unless something else than kvsql wrote it
   * @param actual what the chunk has, in 8 hex digits
   */
  record Differs(String kept, String actual) implements ChecksumMismatch {}

  /** There is no checksum of the chunk. */
  record NoChecksum() implements ChecksumMismatch {}

  /** There is a checksum, and no chunk. */
  record NoChunk() implements ChecksumMismatch {}
}
