package dev.kvsql.format;

import java.nio.ByteOrder;
import java.util.Optional;

/** Reads a WAL's header and frames as recovery does (sections 4.1 to 4.4). */
final class WalReader {
  private static final int HEADER_BYTES = 32;
  private static final int HEADER_SUMMED_BYTES = 24;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int FRAME_HEADER_SUMMED_BYTES = 8;
  private static final long MAGIC_LITTLE_ENDIAN = 0x377f0682L;
  private static final long MAGIC_BIG_ENDIAN = 0x377f0683L;
  private static final long FORMAT_VERSION = 3007000;

  private final ByteSource wal;

  WalReader(ByteSource wal) {
    this.wal = wal;
  }

  WalState state() {
    if (wal.sizeBytes() <= 0) {
      return new WalState.Empty();
    }
    byte[] bytes = new byte[HEADER_BYTES];
    wal.read(0, bytes);
    WalHeader header = wal.sizeBytes() < HEADER_BYTES ? null : header(bytes).orElse(null);
    if (header == null) {
      return new WalState.NotAWal();
    }
    WalChecksum checksum = new WalChecksum(header.checksumOrder());
    checksum.add(bytes, 0, HEADER_SUMMED_BYTES);
    ByteCursor stored = ByteCursor.at(bytes, HEADER_SUMMED_BYTES);
    return checksum.matches(stored.u32(), stored.u32())
        ? frames(header, checksum)
        : new WalState.NotAWal();
  }

  private static Optional<WalHeader> header(byte[] bytes) {
    ByteCursor cursor = ByteCursor.at(bytes, 0);
    long magic = cursor.u32();
    long version = cursor.u32();
    long pageSize = cursor.u32();
    if ((magic != MAGIC_LITTLE_ENDIAN && magic != MAGIC_BIG_ENDIAN)
        || version != FORMAT_VERSION
        || !DatabaseHeader.isPageSize(pageSize)) {
      return Optional.empty();
    }
    ByteOrder order = magic == MAGIC_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return Optional.of(
        new WalHeader(order, version, (int) pageSize, cursor.u32(), cursor.u32(), cursor.u32()));
  }

  private WalState frames(WalHeader header, WalChecksum checksum) {
    byte[] frame = new byte[FRAME_HEADER_BYTES + header.pageSize()];
    long valid = 0;
    long committed = 0;
    long databasePages = 0;
    for (long at = HEADER_BYTES; at <= wal.sizeBytes() - frame.length; at += frame.length) {
      wal.read(at, frame);
      if (!valid(frame, header, checksum)) {
        break;
      }
      valid++;
      long pagesAfterCommit = ByteCursor.at(frame, Integer.BYTES).u32();
      if (pagesAfterCommit != 0) {
        committed = valid;
        databasePages = pagesAfterCommit;
      }
    }
    return committed == 0
        ? new WalState.NoFrames(header)
        : new WalState.Hot(header, valid, committed, databasePages);
  }

  /** Page number, pages after commit, salts, checksums, page; the checksum runs on from before. */
  private static boolean valid(byte[] frame, WalHeader header, WalChecksum checksum) {
    ByteCursor cursor = ByteCursor.at(frame, 0);
    long page = cursor.u32();
    cursor.skip(Integer.BYTES);
    if (page == 0 || cursor.u32() != header.salt1() || cursor.u32() != header.salt2()) {
      return false;
    }
    checksum.add(frame, 0, FRAME_HEADER_SUMMED_BYTES);
    checksum.add(frame, FRAME_HEADER_BYTES, header.pageSize());
    return checksum.matches(cursor.u32(), cursor.u32());
  }
}
