package dev.kvsql.chunk;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The value of a file's meta key: u16 LE version, always 1, and u64 LE file size in bytes.
 *
 * @param sizeBytes 0 to {@link StoreKey#MAX_FILE_BYTES}
 */
public record FileMeta(long sizeBytes) {
  /** Length of an encoded meta. */
  public static final int ENCODED_BYTES = 10;

  private static final int VERSION = 1;

  public FileMeta {
    if (sizeBytes < 0 || sizeBytes > StoreKey.MAX_FILE_BYTES) {
      throw new IllegalArgumentException(
          sizeBytes + " bytes is not within 0.." + StoreKey.MAX_FILE_BYTES);
    }
  }

  /** What decoding gave: a meta, or what is wrong with the value. */
  public sealed interface Decoded {}

  /** A well-formed value. */
  public record WellFormed(FileMeta meta) implements Decoded {}

  /** A value that is no meta, with what was expected and what was found. */
  public record Malformed(String expected, String found) implements Decoded {}

  /** The size that a store has for a file; nothing when it has no meta, or one that is none. */
  public static OptionalLong sizeIn(ChunkStore store, FileTag file) {
    byte[] meta = store.get(StoreKey.meta(file));
    return meta != null && decode(meta) instanceof WellFormed(FileMeta decoded)
        ? OptionalLong.of(decoded.sizeBytes)
        : OptionalLong.empty();
  }

  /** Decodes a value; never fails. */
  public static Decoded decode(byte[] value) {
    if (value.length != ENCODED_BYTES) {
      return new Malformed(ENCODED_BYTES + " bytes", bytes(value.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    int version = Short.toUnsignedInt(buffer.getShort());
    if (version != VERSION) {
      return new Malformed("version " + VERSION, "version " + version);
    }
    long size = buffer.getLong();
    if (size < 0 || size > StoreKey.MAX_FILE_BYTES) {
      return new Malformed(
          "a size of at most " + bytes(StoreKey.MAX_FILE_BYTES),
          String.format(Locale.ROOT, "%,d bytes", new BigInteger(Long.toUnsignedString(size))));
    }
    return new WellFormed(new FileMeta(size));
  }

  private static String bytes(long count) {
    return String.format(Locale.ROOT, count == 1 ? "%,d byte" : "%,d bytes", count);
  }

  /** The ten bytes that the store keeps. */
  public byte[] encode() {
    return ByteBuffer.allocate(ENCODED_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) VERSION)
        .putLong(sizeBytes)
        .array();
  }
}
