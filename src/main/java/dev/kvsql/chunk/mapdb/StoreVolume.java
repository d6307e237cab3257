package dev.kvsql.chunk.mapdb;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * MapDB's view of a store file as of its last commit: reads of memory. Whether the bytes of a page
 * come from the file or from its redo log is the subclass's business.
 */
abstract class StoreVolume extends Volume {
  private final StoreFiles files;
  private final Slices slices;
  private final ReadBudget budget = new ReadBudget(this);
  private final long fileBytes;
  private long length;
  private boolean released;

  StoreVolume(StoreFiles files) throws IOException {
    this.files = files;
    fileBytes = files.base().size();
    length = wholePages(files.storeBytes());
    slices = new Slices(files.base(), length);
  }

  /** A file that was cut short may end within a page; the rest of it reads as zeros. */
  static long wholePages(long bytes) {
    return (bytes + RedoLog.PAGE_BYTES - 1) & -RedoLog.PAGE_BYTES;
  }

  final StoreFiles files() {
    return files;
  }

  /** The store file as memory. */
  final Slices slices() {
    return slices;
  }

  /** Sets how many bytes there are. */
  final void length(long lengthBytes) {
    length = lengthBytes;
  }

  /** Bytes of commits that the log had when the volume was opened. */
  abstract long foundLogBytes();

  /** Whether the last commit is in the log, and not only in the store file. */
  abstract boolean hasLog();

  /** The memory that holds a byte. */
  abstract ByteBuffer buffer(long offset);

  /** Where in {@link #buffer} that byte is. */
  abstract int index(long offset);

  /** How many bytes from there on follow each other in {@link #buffer}, of those asked for. */
  abstract int contiguous(long offset, int bytes);

  /** The size of the store file when it was opened, in bytes. */
  final long fileBytes() {
    return fileBytes;
  }

  /** How many bytes MapDB's header says there are; the number's low 16 bits are its parity. */
  final long countedLength() {
    boolean none = length < MapDbHeader.PAGES_END_OFFSET + Long.BYTES;
    return none ? 0 : MapDbHeader.pagesEnd(longAt(MapDbHeader.PAGES_END_OFFSET));
  }

  /** The calling thread calls MapDB, which may read so and so much. */
  final void renewBudget() {
    budget.renew();
  }

  @Override
  public final long getLong(long offset) {
    budget.spend(Long.BYTES);
    return longAt(offset);
  }

  /** A number, whatever MapDB may read. */
  final long longAt(long offset) {
    return buffer(offset).getLong(index(offset));
  }

  @Override
  public final int getInt(long offset) {
    return buffer(offset).getInt(index(offset));
  }

  @Override
  public final byte getByte(long offset) {
    return buffer(offset).get(index(offset));
  }

  @Override
  public final DataInput2 getDataInput(long offset, int size) {
    budget.spend(size);
    if (contiguous(offset, size) >= size) {
      int index = index(offset);
      // What a damaged record claims beyond its end must not be read from its neighbour.
      return new DataInput2.ByteBuffer(buffer(offset).duplicate().limit(index + size), index);
    }
    byte[] bytes = new byte[size];
    copy(offset, bytes, 0, size);
    return new DataInput2.ByteArray(bytes);
  }

  @Override
  public final void getData(long offset, byte[] into, int at, int count) {
    budget.spend(count);
    copy(offset, into, at, count);
  }

  /** Copies bytes, whatever MapDB may read. */
  final void copy(long offset, byte[] into, int at, int count) {
    int done = 0;
    while (done < count) {
      int part = contiguous(offset + done, count - done);
      buffer(offset + done).get(index(offset + done), into, at + done, part);
      done += part;
    }
  }

  @Override
  public final int sliceSize() {
    return Slices.SLICE_BYTES;
  }

  @Override
  public final boolean isSliced() {
    return true;
  }

  @Override
  public final long length() {
    return length;
  }

  @Override
  public final boolean isReadOnly() {
    return files.access() == Access.READ;
  }

  @Override
  public final File getFile() {
    return files.path().toFile();
  }

  @Override
  public final boolean getFileLocked() {
    return true;
  }

  @Override
  public void truncate(long size) {
    // MapDB cuts a store only when it compacts, which kvsql never asks for.
  }

  /** MapDB calls this when it commits or closes; the store decides when its batches are durable. */
  @Override
  public final void sync() {}

  /** MapDB calls this when its handle closes, which the volume outlives: see {@link #release}. */
  @Override
  public final void close() {
    closed.set(true);
  }

  /** Frees the memory; what was not committed is gone. */
  void unload() {
    closed.set(true);
    slices.close();
  }

  /** Frees the memory and the files, once; what was not committed is gone. */
  final void release() {
    if (!released) {
      released = true;
      unload();
      files.close();
    }
  }
}
