package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.PolicyFile;
import dev.kvsql.file.Incoherence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * What a plain byte array would hold in a few ranges of a file: those around the ends that it has
 * and will have. So what it costs to compare does not depend on the file's size. Nobody changes it
 * once it is there.
 */
final class FileWindows {
  /** Chunks on either side of an end. */
  static final long CHUNKS = 16;

  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final List<Window> windows;

  /** A range of the file, from an offset in bytes. */
  private record Window(long offset, byte[] bytes) {
    Window changed(Consumer<byte[]> change) {
      byte[] copy = bytes.clone();
      change.accept(copy);
      return new Window(offset, copy);
    }
  }

  private FileWindows(List<Window> windows) {
    this.windows = List.copyOf(windows);
  }

  /** What a file reads as around some ends, in bytes; past its own end that is zeros. */
  static FileWindows read(PolicyFile file, long... endsBytes) {
    List<Window> windows = new ArrayList<>();
    long[] ends = LongStream.of(endsBytes).map(StoreKey::chunkCount).sorted().toArray();
    for (int i = 0; i < ends.length; i++) {
      long from = Math.max(0, ends[i] - CHUNKS);
      while (i + 1 < ends.length && ends[i + 1] - ends[i] <= 2 * CHUNKS) {
        i++;
      }
      long to = Math.min(ends[i] + CHUNKS, StoreKey.MAX_CHUNKS);
      byte[] bytes = new byte[(int) (to - from) * CHUNK];
      file.read(from * CHUNK, bytes);
      windows.add(new Window(from * CHUNK, bytes));
    }
    return new FileWindows(windows);
  }

  /** The same with nothing but zeros from a size on. */
  FileWindows truncatedTo(long sizeBytes) {
    return changed((offset, bytes) ->
        Arrays.fill(
            bytes, Math.clamp(sizeBytes - offset, 0, bytes.length), bytes.length, (byte) 0));
  }

  /** The same with some bytes written over. */
  FileWindows written(long at, byte[] written) {
    return changed((offset, bytes) -> {
      int from = Math.clamp(at - offset, 0, bytes.length);
      int to = Math.clamp(at + written.length - offset, 0, bytes.length);
      System.arraycopy(written, Math.clamp(offset - at, 0, written.length), bytes, from, to - from);
    });
  }

  private interface Change {
    void make(long offset, byte[] bytes);
  }

  private FileWindows changed(Change change) {
    return new FileWindows(
        windows.stream()
            .map(window -> window.changed(bytes -> change.make(window.offset(), bytes)))
            .toList());
  }

  /** In each range the first byte that a file reads differently. */
  List<Incoherence> differences(PolicyFile file) {
    List<Incoherence> found = new ArrayList<>();
    for (Window window : windows) {
      byte[] read = new byte[window.bytes().length];
      file.read(window.offset(), read);
      int at = Arrays.mismatch(read, window.bytes());
      if (at >= 0) {
        found.add(new Incoherence.ReadDiffers(window.offset() + at, read[at], window.bytes()[at]));
      }
    }
    return found;
  }
}
