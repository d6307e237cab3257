package dev.kvsql.format;

/** One column of a record, as it is stored (section 2.1). */
public sealed interface Value {

  /** NULL; also what SQLite reads a stored NaN as. */
  record Null() implements Value {}

  /** An integer of any stored width. */
  record Int(long value) implements Value {}

  /** A floating point number, never NaN. */
  record Real(double value) implements Value {}

  /**
   * Text.
   *
   * @param bytes in the database's encoding, valid in it or not; not to be changed
   */
  record Text(byte[] bytes) implements Value {}

  /**
   * A blob.
   *
   * @param bytes not to be changed
   */
  record Blob(byte[] bytes) implements Value {}
}
