package dev.kvsql.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk with room for so many bytes more; what does not fit is written as far as it does. */
public final class LimitedDisk implements Disk {
  private final Disk below;
  private long leftBytes;
  private int leftForces = Integer.MAX_VALUE;

  public LimitedDisk(Disk below, long leftBytes) {
    this.below = below;
    this.leftBytes = leftBytes;
  }

  /** How many bytes can still be written. */
  public long leftBytes() {
    return leftBytes;
  }

  /** Lets so many forces of files succeed, and no more. */
  public LimitedDisk withForces(int count) {
    leftForces = count;
    return this;
  }

  @Override
  public DiskFile open(Path file, Opening opening) throws IOException {
    return new LimitedFile(below.open(file, opening));
  }

  @Override
  public Kind kind(Path file) {
    return below.kind(file);
  }

  @Override
  public Path realPath(Path file) throws IOException {
    return below.realPath(file);
  }

  @Override
  public Object identity(Path file) throws IOException {
    return below.identity(file);
  }

  @Override
  public List<LockHolder> lockHolders(Path file) {
    return below.lockHolders(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    below.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    below.forceDirectory(directory);
  }

  private final class LimitedFile implements DiskFile {
    private final DiskFile file;

    LimitedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      return file.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
      int part = (int) Math.min(from.remaining(), leftBytes);
      boolean whole = part == from.remaining();
      file.write(from.slice(from.position(), part), offset);
      from.position(from.position() + part);
      leftBytes -= part;
      if (!whole) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      if (leftForces == 0) {
        throw new IOException("Input/output error");
      }
      leftForces--;
      file.force();
    }

    @Override
    public ByteBuffer map(long offset, int bytes, Arena arena) throws IOException {
      return file.map(offset, bytes, arena);
    }

    @Override
    public boolean tryLock(Sharing sharing) throws IOException {
      return file.tryLock(sharing);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
