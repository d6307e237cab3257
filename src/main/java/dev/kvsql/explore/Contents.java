package dev.kvsql.explore;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.Policy;
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
  List<Breach> examine(PolicyFile file, Expected expected, Policy.Persistence persistence) {
    List<Breach> found = new ArrayList<>();
    for (Incoherence one : Coherence.examine(file.cache(), store)) {
      found.add(new Breach.Incoherent(one));
    }
    addLeftovers(found, persistence);
    add(found, compareInEveryWay(file, expected.visible()));
    add(found, compareStored(expected.handedOver()));
    return found;
  }

  /** In whole chunks, then across the end of one, then across the end of the file. */
  private @Nullable Breach compareInEveryWay(PolicyFile file, ModelFile expected) {
    Breach breach = compare(file, expected);
    if (breach == null) {
      breach = compareAcross(file, CHUNK, expected);
    }
    return breach == null ? compareAcross(file, expected.sizeBytes(), expected) : breach;
  }

  private static void add(List<Breach> found, @Nullable Breach breach) {
    if (breach != null) {
      found.add(breach);
    }
  }

  /** A program that writes whole chunks leaves no short one within its file. */
  private void addLeftovers(List<Breach> found, Policy.Persistence persistence) {
    long sizeBytes = FileMeta.sizeIn(store, World.FILE).orElse(0);
    for (int i = 0; i < store.count(); i++) {
      if (StoreKey.parse(store.key(i)) instanceof StoreKey.Chunk(FileTag _, long index)) {
        int within = StoreKey.bytesWithin(sizeBytes, index);
        if (within == 0 || store.value(i).length > within) {
          found.add(new Breach.Leftover(index, store.value(i).length, within));
        }
        if (persistence == Policy.Persistence.AT_SYNC && store.value(i).length < within) {
          found.add(new Breach.ShortChunk(index, store.value(i).length, within));
        }
      }
    }
  }

  private interface Source {
    void read(long offset, byte[] into);
  }

  /** Where what a program reads from its file differs from what it should, first of all. */
  @Nullable Breach compare(PolicyFile file, ModelFile expected) {
    return compare(Breach.Reader.PROGRAM, file.sizeBytes(), file::read, expected);
  }

  /**
   * The same for one read of a few bytes on either side of an offset, a chunk's end or the file's.
   */
  private static @Nullable Breach compareAcross(PolicyFile file, long offset, ModelFile expected) {
    long from = Math.max(0, offset - 3);
    byte[] bytes = new byte[8];
    file.read(from, bytes);
    return compareRead(from, bytes, expected);
  }

  /** Where what a program read differs from what it should be; zeros past the end of the file. */
  static @Nullable Breach compareRead(long offset, byte[] found, ModelFile expected) {
    for (int i = 0; i < found.length; i++) {
      if (found[i] != expected.at(offset + i)) {
        return wrongBytes(Breach.Reader.PROGRAM, offset, found, i, expected);
      }
    }
    return null;
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
        return wrongBytes(reader, (long) i * CHUNK, read, at, expected);
      }
    }
    return null;
  }

  /** What is wrong from an index of the read bytes on, for as long as it is the same. */
  private static Breach wrongBytes(
      Breach.Reader reader, long offset, byte[] found, int at, ModelFile expected) {
    byte should = expected.at(offset + at);
    int end = at;
    while (end < found.length && found[end] == found[at] && expected.at(offset + end) == should) {
      end++;
    }
    return new Breach.WrongBytes(reader, offset + at, end - at, should, found[at]);
  }
}
