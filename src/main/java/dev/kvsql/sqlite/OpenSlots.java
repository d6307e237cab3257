package dev.kvsql.sqlite;

import dev.kvsql.vfs.OpenFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which open file a {@code sqlite3_file} stands for. Looking up takes no lock. */
final class OpenSlots {
  private volatile @Nullable OpenFile[] files = new OpenFile[16];

  /** Gives a file a number. */
  synchronized int add(OpenFile file) {
    int slot = 0;
    while (slot < files.length && files[slot] != null) {
      slot++;
    }
    @Nullable OpenFile[] copy =
        Arrays.copyOf(files, slot < files.length ? files.length : 2 * files.length);
    copy[slot] = file;
    files = copy;
    return slot;
  }

  /** The file of that number. */
  OpenFile get(int slot) {
    OpenFile file = files[slot];
    if (file == null) {
      throw new IllegalStateException("no open file has number " + slot);
    }
    return file;
  }

  /** Frees the number. */
  synchronized OpenFile remove(int slot) {
    OpenFile file = get(slot);
    @Nullable OpenFile[] copy = files.clone();
    copy[slot] = null;
    files = copy;
    return file;
  }
}
