package dev.kvsql.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;

/**
 * A file of the machine. An interrupt of a thread that uses it does no harm: reads, writes, forces
 * and locks go through an asynchronous channel, which does not look at interrupts, and whose work
 * is done by the calling thread itself; maps are made by a thread of their own.
 */
final class LocalFile implements DiskFile {
  private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<StandardOpenOption> WRITE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final FileChannel mapped;
  private final AsynchronousFileChannel channel;
  private final MapMode mapMode;

  private LocalFile(FileChannel mapped, AsynchronousFileChannel channel, MapMode mapMode) {
    this.mapped = mapped;
    this.channel = channel;
    this.mapMode = mapMode;
  }

  /** Opens a file that is there. */
  static LocalFile open(Path file, MapMode mapMode) throws IOException {
    Set<StandardOpenOption> options = mapMode.equals(MapMode.READ_ONLY) ? READ : WRITE;
    Object before = key(file);
    FileChannel mapped = FileChannel.open(file, options);
    try {
      AsynchronousFileChannel channel =
          AsynchronousFileChannel.open(file, options, new CallingThread());
      if (!Objects.equals(before, key(file))) {
        channel.close();
        throw new IOException("was replaced while it was opened; try again");
      }
      return new LocalFile(mapped, channel, mapMode);
    } catch (IOException | RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer into, long offset) throws IOException {
    int total = 0;
    while (into.hasRemaining()) {
      int count = Uninterrupted.await(channel.read(into, offset + total));
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  @Override
  public void write(ByteBuffer from, long offset) throws IOException {
    long position = offset;
    while (from.hasRemaining()) {
      position += Uninterrupted.await(channel.write(from, position));
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public ByteBuffer map(long offset, int bytes, Arena arena) throws IOException {
    return Uninterrupted.run(() -> mapped.map(mapMode, offset, bytes, arena).asByteBuffer());
  }

  @Override
  public boolean tryLock(Sharing sharing) throws IOException {
    return channel.tryLock(0, Long.MAX_VALUE, sharing == Sharing.SHARED) != null;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen() && mapped.isOpen();
  }

  @Override
  public void close() throws IOException {
    try (mapped) {
      channel.close();
    }
  }
}
