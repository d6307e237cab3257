package dev.kvsql.explore;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.PolicyFile;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.ReadCache;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds what a file and its store contain against what they must. */
final class Contents {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final SmallStore store;
  private final byte[] read = new byte[CHUNK];

  Contents(SmallStore store) {
    this.store = store;
  }

  /** Everything that is wrong, one breach of a kind; reads fill the cache. */
  List<Breach> examine(PolicyFile file, Expected expected) {
    List<Breach> found = new ArrayList<>();
    for (Incoherence one : Coherence.examine(file.cache(), store)) {
      found.add(new Breach.Incoherent(one));
    }
    addLeftovers(found);
    add(found, compare(file, expected.visible()));
    add(found, compareStored(expected.handedOver()));
    return found;
  }

  private static void add(List<Breach> found, @Nullable Breach breach) {
    if (breach != null) {
      found.add(breach);
    }
  }

  private void addLeftovers(List<Breach> found) {
    long sizeBytes = storedSize();
    for (int i = 0; i < store.count(); i++) {
      if (StoreKey.parse(store.key(i)) instanceof StoreKey.Chunk(FileTag _, long index)) {
        int within = StoreKey.bytesWithin(sizeBytes, index);
        if (within == 0 || store.value(i).length > within) {
          found.add(new Breach.Leftover(index, store.value(i).length, within));
        }
      }
    }
  }

  private long storedSize() {
    byte[] meta = store.get(StoreKey.meta(World.FILE));
    return meta != null && FileMeta.decode(meta) instanceof FileMeta.WellFormed(FileMeta decoded)
        ? decoded.sizeBytes()
        : 0;
  }

  private interface Source {
    void read(long offset, byte[] into);
  }

  /** Where what a program reads from its file differs from what it should, first of all. */
  @Nullable Breach compare(PolicyFile file, ModelFile expected) {
    return compare(Breach.Reader.PROGRAM, file.sizeBytes(), file::read, expected);
  }

  /** Where what somebody reads who opens the store now differs from what it should. */
  @Nullable Breach compareStored(ModelFile expected) {
    Optional<ChunkFile> opened = ChunkFile.open(store, World.FILE, new ReadCache(0));
    if (opened.isEmpty()) {
      return expected.sizeBytes() == 0
          ? null
          : new Breach.WrongSize(Breach.Reader.NEXT_PROCESS, expected.sizeBytes(), 0);
    }
    ChunkFile file = opened.get();
    return compare(
        Breach.Reader.NEXT_PROCESS,
        file.sizeBytes(),
        (offset, into) -> file.read(offset, MemorySegment.ofArray(into)),
        expected);
  }

  private @Nullable Breach compare(
      Breach.Reader reader, long sizeBytes, Source source, ModelFile expected) {
    if (sizeBytes != expected.sizeBytes()) {
      return new Breach.WrongSize(reader, expected.sizeBytes(), sizeBytes);
    }
    for (int i = 0; i < expected.pieceCount(); i++) {
      source.read((long) i * CHUNK, read);
      int at = Arrays.mismatch(read, expected.piece(i));
      if (at >= 0) {
        return wrongBytes(reader, i, at, expected.piece(i));
      }
    }
    return null;
  }

  private Breach wrongBytes(Breach.Reader reader, int piece, int at, byte[] expected) {
    int end = at;
    while (end < CHUNK && read[end] == read[at] && expected[end] == expected[at]) {
      end++;
    }
    return new Breach.WrongBytes(
        reader, (long) piece * CHUNK + at, end - at, expected[at], read[at]);
  }
}
