package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file whose force or truncate fails when told to. */
final class FaultyChannel extends FileChannel {
  static final String MESSAGE = "Input/output error";

  private final FileChannel below;
  private boolean forceFails;

  FaultyChannel(FileChannel below) {
    this.below = below;
  }

  void failForce() {
    forceFails = true;
  }

  void heal() {
    forceFails = false;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (forceFails) {
      throw new IOException(MESSAGE);
    }
    below.force(metaData);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return below.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return below.read(into, offset, length);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return below.read(into, position);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return below.write(from);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return below.write(from, offset, length);
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return below.write(from, position);
  }

  @Override
  public long position() throws IOException {
    return below.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    below.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return below.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    below.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return below.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return below.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return below.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return below.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return below.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    below.close();
  }
}
