package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The journal and the WAL beside a main file, on disk and in a store. */
public final class Sidecars {
  private static final int NONCE_BYTES = 4;
  private static final int WAL_HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;

  private Sidecars() {}

  /**
   * Both are there or not, equally long, and the same but for what is random in them. The wal-index
   * is a file on disk; a mount has it in memory only.
   */
  public static void assertSame(Path main, ChunkStore store, String after) throws IOException {
    for (FileTag tag : List.of(FileTag.JOURNAL, FileTag.WAL)) {
      Path file = Image.path(main, tag);
      assertThat(store.get(StoreKey.meta(tag)) != null)
          .as("%s is in the store, %s", tag.label(), after)
          .isEqualTo(Files.exists(file));
      byte[] disk = Image.onDisk(file).bytes();
      byte[] stored = Image.inStore(store, tag).bytes();
      assertThat(stored.length)
          .as("bytes of the %s, %s", tag.label(), after)
          .isEqualTo(disk.length);
      assertSameBytes(tag, stored, disk, after);
    }
    assertThat(store.get(StoreKey.meta(FileTag.SHM))).as("a wal-index, %s", after).isNull();
  }

  private static void assertSameBytes(FileTag tag, byte[] stored, byte[] disk, String after) {
    if (tag == FileTag.WAL) {
      String what = "in the store's wal, " + after;
      new Image(withoutSalts(stored)).assertEquals(new Image(withoutSalts(disk)), what);
    } else {
      assertOnlyNoncesDiffer(stored, disk, after);
    }
  }

  /** A WAL with zeros for its salts, and for the checksums, which begin with the salts. */
  private static byte[] withoutSalts(byte[] wal) {
    byte[] masked = wal.clone();
    if (wal.length > WAL_HEADER_BYTES) {
      int frameBytes = FRAME_HEADER_BYTES + ByteBuffer.wrap(wal).getInt(8);
      Arrays.fill(masked, 16, WAL_HEADER_BYTES, (byte) 0);
      for (int at = WAL_HEADER_BYTES; at < wal.length; at += frameBytes) {
        Arrays.fill(masked, at + 8, Math.min(at + FRAME_HEADER_BYTES, wal.length), (byte) 0);
      }
    }
    return masked;
  }

  /**
   * A journal's nonce is random, and so are the checksums that begin with it, one a record. Where
   * they lie nobody can tell once the header is zeroed; but they are 4 bytes each, and only where
   * one transaction's records end in the middle of an older one's are two of them side by side.
   */
  private static void assertOnlyNoncesDiffer(byte[] stored, byte[] disk, String after) {
    int same = 0;
    for (int at = 0; at < disk.length; at++) {
      same = stored[at] == disk[at] ? at + 1 : same;
      if (at - same >= 2 * NONCE_BYTES) {
        throw new AssertionError("the journals differ from byte " + same + " on, " + after);
      }
    }
  }
}
