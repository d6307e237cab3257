package dev.kvsql.vfs;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A super-journal that a connection writes: the names of journals, each ended by a zero byte. They
 * are in memory until they are synced, and then told to whoever keeps them.
 */
final class SuperJournalFile implements OpenFile {
  private static final Pattern END_OF_NAME = Pattern.compile("\0");

  private final ChunkFile names;
  private final Consumer<List<String>> keeper;
  private final FileCounts counts = new FileCounts();
  private final SharedMemory noIndex = new WalIndex().use();

  SuperJournalFile(Consumer<List<String>> keeper) {
    names = ChunkFile.create(OverlayChunkStore.ofNothing(), FileTag.JOURNAL, new ReadCache(0));
    this.keeper = keeper;
  }

  @Override
  public ChunkFile bytes() {
    return names;
  }

  @Override
  public void sync() {
    byte[] bytes = new byte[Math.toIntExact(names.sizeBytes())];
    names.read(0, MemorySegment.ofArray(bytes));
    keeper.accept(
        END_OF_NAME
            .splitAsStream(new String(bytes, StandardCharsets.UTF_8))
            .filter(name -> !name.isEmpty())
            .toList());
  }

  @Override
  public void committed() {}

  @Override
  public boolean lock(LockLevel wanted) {
    return true;
  }

  @Override
  public void unlock(LockLevel wanted) {}

  @Override
  public void failed() {}

  @Override
  public LockLevel lockLevel() {
    return LockLevel.NONE;
  }

  @Override
  public boolean isReserved() {
    return false;
  }

  @Override
  public FileCounts counts() {
    return counts;
  }

  @Override
  public SharedMemory walIndex() {
    return noIndex;
  }

  @Override
  public void close() {}
}
