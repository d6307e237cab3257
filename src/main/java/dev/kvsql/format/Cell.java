package dev.kvsql.format;

/**
 * One cell of a b-tree page (section 1.6).
 *
 * @param leftChild page left of the cell's key, 0 in a leaf
 * @param rowid the row's key in a table b-tree, 0 in an index
 * @param payloadBytes size of the whole payload, 0..2^31-1; 0 in a table's interior page
 * @param localOffset where the part of the payload in this page starts, in bytes into the page
 * @param localBytes size of that part
 * @param firstOverflow page that the payload goes on in; means nothing if all of it is local
 */
record Cell(
    long leftChild,
    long rowid,
    long payloadBytes,
    int localOffset,
    int localBytes,
    long firstOverflow) {

  boolean spills() {
    return localBytes < payloadBytes;
  }

  long spilledBytes() {
    return payloadBytes - localBytes;
  }

  /** Offset of the cell's end in its page, exclusive. */
  int end() {
    return localOffset + localBytes + (spills() ? Integer.BYTES : 0);
  }
}
