package dev.kvsql.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records: a header of serial types, then the values (section 2.1). */
final class RecordFormat {
  /** The size of what no serial type has. */
  static final long INVALID = -1;

  private static final int FIRST_BLOB_TYPE = 12;

  private RecordFormat() {}

  /** Whether header and values fill the payload exactly, which SQLite demands as well. */
  static boolean isRecord(byte[] payload) {
    ByteCursor cursor = ByteCursor.at(payload, 0);
    long headerBytes = cursor.varint();
    if (cursor.overrun() || headerBytes < cursor.position() || headerBytes > payload.length) {
      return false;
    }
    long end = headerBytes;
    while (cursor.position() < headerBytes) {
      long size = sizeBytes(cursor.varint());
      if (size == INVALID || size > payload.length - end) {
        return false;
      }
      end += size;
    }
    return !cursor.overrun() && cursor.position() == headerBytes && end == payload.length;
  }

  /**
   * The values of a payload.
   *
   * @param payload for which {@link #isRecord} holds
   */
  static List<Value> values(byte[] payload) {
    List<Value> values = new ArrayList<>();
    ByteCursor types = ByteCursor.at(payload, 0);
    int headerBytes = (int) types.varint();
    int at = headerBytes;
    while (types.position() < headerBytes) {
      long type = types.varint();
      values.add(value(payload, at, type));
      at += (int) sizeBytes(type);
    }
    return values;
  }

  private static Value value(byte[] payload, int at, long type) {
    if (type >= FIRST_BLOB_TYPE) {
      byte[] bytes = Arrays.copyOfRange(payload, at, at + (int) sizeBytes(type));
      return type % 2 == 0 ? new Value.Blob(bytes) : new Value.Text(bytes);
    }
    return switch ((int) type) {
      case 0 -> new Value.Null();
      case 7 -> real(Double.longBitsToDouble(ByteCursor.at(payload, at).signed(Long.BYTES)));
      case 8 -> new Value.Int(0);
      case 9 -> new Value.Int(1);
      default -> new Value.Int(ByteCursor.at(payload, at).signed((int) sizeBytes(type)));
    };
  }

  private static Value real(double value) {
    return Double.isNaN(value) ? new Value.Null() : new Value.Real(value);
  }

  /** Size of a value of a serial type, or INVALID for types 10, 11 and below 0. */
  static long sizeBytes(long serialType) {
    if (serialType >= FIRST_BLOB_TYPE) {
      return (serialType - FIRST_BLOB_TYPE) / 2;
    }
    return switch ((int) Math.max(serialType, -1)) {
      case 0, 8, 9 -> 0;
      case 1, 2, 3, 4 -> serialType;
      case 5 -> 6;
      case 6, 7 -> 8;
      default -> INVALID;
    };
  }
}
