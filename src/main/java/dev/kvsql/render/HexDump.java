package dev.kvsql.render;

import java.io.PrintWriter;
import java.util.HexFormat;

/** Bytes as people read them: offset, sixteen bytes in hex, the same as ASCII. */
public final class HexDump {
  private static final int ROW_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  private HexDump() {}

  /**
   * Prints bytes; rows of zeros only are folded into one line {@code *} after the first.
   *
   * @param offset of the first byte, as printed in the left column
   */
  public static void print(long offset, byte[] bytes, PrintWriter out) {
    boolean folding = false;
    for (int row = 0; row < bytes.length; row += ROW_BYTES) {
      int end = Math.min(row + ROW_BYTES, bytes.length);
      boolean same = row > 0 && end < bytes.length && isZero(bytes, row - ROW_BYTES, end);
      if (same && !folding) {
        out.println("*");
      } else if (!same) {
        out.println(line(offset + row, bytes, row, end));
      }
      folding = same;
    }
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }

  private static String line(long offset, byte[] bytes, int from, int to) {
    StringBuilder hex = new StringBuilder();
    StringBuilder ascii = new StringBuilder();
    for (int at = from; at < from + ROW_BYTES; at++) {
      hex.append(at - from == ROW_BYTES / 2 ? "  " : " ");
      hex.append(at < to ? HEX.toHexDigits(bytes[at]) : "  ");
      if (at < to) {
        ascii.append(bytes[at] >= 0x20 && bytes[at] < 0x7f ? (char) bytes[at] : '.');
      }
    }
    return HEX.toHexDigits(offset, 10) + " " + hex + "  |" + ascii + "|";
  }
}
