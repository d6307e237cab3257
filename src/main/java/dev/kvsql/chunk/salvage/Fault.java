package dev.kvsql.chunk.salvage;

/** Why a record could not be used. */
public enum Fault {
  /** No index page that can be found has a place for the recid. */
  NO_INDEX_PAGE,

  /** Its index value is zero: it was overwritten, or never written. */
  INDEX_VALUE_ZERO,

  /** Its index value has the wrong parity or contradicts itself. */
  INDEX_VALUE_BROKEN,

  /** The record is marked as deleted, unused or null. */
  ABSENT,

  /** Its bytes lie past the end of the file. */
  PAST_THE_END,

  /** Its bytes would lie where no record can: in an index page, or across the end of a page. */
  MISPLACED,

  /** A link between the parts of a large record is broken. */
  BROKEN_CHAIN,

  /** The record claims more than {@link RecordReader#MAX_RECORD_BYTES}. */
  TOO_LARGE,

  /** Its bytes are not what should stand there: catalog, recid, B-tree node or value. */
  MALFORMED,

  /** A sound B-tree node, but of other keys than belong in its place. */
  OUT_OF_PLACE,

  /** Something else that was read before uses the same record. */
  USED_TWICE
}
