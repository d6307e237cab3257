package dev.kvsql.repair;

/**
 * What stands in an undo record: a file of frames ({@link dev.kvsql.disk.FrameFile}) whose head has
 * the magic, owner 0, base 0 and witness 0. Each body starts with a u32 that tells its kind; all
 * numbers are big-endian.
 *
 * <pre>
 * first frame   u32 1, then fields until the body ends, each
 *               u32 length of its name, name, u32 length of its value, value
 * others        u32 2, then changes until the body ends, each
 *               u32 length of the key, u32 length of the value before,
 *               u32 length of the value after, key, value before, value after
 * last frame    u32 3, u64 number of changes in the whole record
 * </pre>
 *
 * <p>Names and values of fields are UTF-8. There are {@code store}, {@code database}, {@code what},
 * {@code created} (ISO 8601), {@code keys} (decimal) and {@code audit} (lines, may be missing); a
 * reader ignores others. Where there is no value its length is 0xffffffff. A change whose values
 * are equal is none: it tells one state of the database from another.
 */
final class UndoFormat {
  /** "kvsqlUN1": the last byte is the version. */
  static final long MAGIC = 0x6b7673716c554e31L;

  /** The magic of a redo log, without its version: "kvsqlRL". */
  static final long REDO_LOG = 0x6b7673716c524cL;

  /** Bits of a magic that are its version. */
  static final int VERSION_BITS = 8;

  static final int HEAD = 1;
  static final int CHANGES = 2;
  static final int END = 3;

  private UndoFormat() {}
}
