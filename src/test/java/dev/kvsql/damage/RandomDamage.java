package dev.kvsql.damage;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Damages a database by chance, one key or a few at a time, behind the back of its store. */
final class RandomDamage {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;
  private static final int HEADER_BYTES = 100;
  private static final FileTag[] TAGS = FileTag.values();

  private final Random random;
  private final MemoryChunkStore chunks;
  private final Optional<MemoryChunkStore> checksums;

  /** What can happen to a database. */
  private enum Kind {
    DELETE_CHUNKS,
    DELETE_META,
    ADD_CHUNK,
    ADD_KEY,
    ADD_SIDECAR,
    RESIZE,
    EMPTY,
    MOVE,
    SWAP,
    COPY,
    SIZE,
    SIZE_NEARBY,
    INTERRUPTED_TRUNCATE,
    GARBAGE_META,
    FLIP,
    OVERWRITE,
    HEADER,
    CHECKSUM
  }

  RandomDamage(Random random, MemoryStore store) {
    this.random = random;
    chunks = store.chunks();
    checksums = store.kept();
  }

  /** Does one damage, and tells which. */
  String next() {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    FileTag file = random.nextInt(10) < 6 ? FileTag.MAIN : TAGS[random.nextInt(TAGS.length)];
    String done =
        switch (kind) {
          case DELETE_CHUNKS -> deleteChunks(file);
          case DELETE_META -> delete(StoreKey.meta(file));
          case ADD_CHUNK -> put(StoreKey.chunk(file, pastEnd(file)), bytes(CHUNK + 1));
          case ADD_KEY -> put(key(), bytes(20));
          case ADD_SIDECAR -> addSidecar(file);
          case RESIZE -> change(file, old -> resized(old, random.nextInt(CHUNK + 100)));
          case EMPTY -> change(file, old -> new byte[0]);
          case MOVE -> move(file);
          case SWAP -> swap(file);
          case COPY -> copy(file);
          case SIZE -> size(file, random.nextLong(1L << (8 + random.nextInt(37))));
          case SIZE_NEARBY -> size(file, nearby(file));
          case INTERRUPTED_TRUNCATE -> size(file, sizeOf(file) / (2 + random.nextInt(9)));
          case GARBAGE_META -> put(StoreKey.meta(file), garbageMeta());
          case FLIP -> change(file, this::flipped);
          case OVERWRITE -> change(file, this::overwritten);
          case HEADER -> header(file);
          case CHECKSUM -> checksum(file);
        };
    return (kind + " " + file.label() + ": " + done).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String deleteChunks(FileTag file) {
    List<Entry> present = present(file);
    if (present.isEmpty()) {
      return "none";
    }
    int first = random.nextInt(present.size());
    int end = Math.min(present.size(), first + 1 + random.nextInt(3));
    present.subList(first, end).forEach(entry -> delete(entry.key()));
    return name(present.get(first).key()) + " and " + (end - first - 1) + " more";
  }

  /** Mostly close behind the file, sometimes anywhere. */
  private long pastEnd(FileTag file) {
    long end = Math.min(StoreKey.chunkCount(sizeOf(file)), StoreKey.MAX_CHUNKS - 3);
    return random.nextInt(4) == 0 ? random.nextLong(StoreKey.MAX_CHUNKS) : end + random.nextInt(3);
  }

  private byte[] key() {
    byte[] key = bytes(10);
    if (key.length > 0) {
      key[0] = (byte) (random.nextBoolean() ? StoreKey.PREFIX : random.nextInt(10));
    }
    return key;
  }

  private String addSidecar(FileTag file) {
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      put(
          StoreKey.chunk(file, present(file).size() + i),
          random.nextBoolean() ? new byte[CHUNK] : bytes(CHUNK));
    }
    return count + " chunks, " + size(file, sizeOf(file) + random.nextInt(count * CHUNK + 1));
  }

  private String move(FileTag file) {
    List<Entry> present = present(file);
    if (present.isEmpty()) {
      return "none";
    }
    Entry moved = present.get(random.nextInt(present.size()));
    byte[] to = StoreKey.chunk(TAGS[random.nextInt(8) == 0 ? 1 : file.code()], pastEnd(file));
    if (random.nextBoolean()) {
      to = present.get(random.nextInt(present.size())).key();
    }
    delete(moved.key());
    return name(moved.key()) + " to " + put(to, moved.value());
  }

  private String swap(FileTag file) {
    List<Entry> present = present(file);
    if (present.isEmpty()) {
      return "none";
    }
    Entry one = present.get(random.nextInt(present.size()));
    Entry other = present.get(random.nextInt(present.size()));
    return put(one.key(), other.value()) + " and " + put(other.key(), one.value());
  }

  private String copy(FileTag file) {
    List<Entry> present = present(file);
    if (present.isEmpty()) {
      return "none";
    }
    Entry from = present.get(random.nextInt(present.size()));
    return name(from.key())
        + " to "
        + put(present.get(random.nextInt(present.size())).key(), from.value());
  }

  private long nearby(FileTag file) {
    long[] steps = {1, 10, 512, 1024, CHUNK, 3 * CHUNK, 65536};
    long step = steps[random.nextInt(steps.length)];
    return Math.max(0, sizeOf(file) + (random.nextBoolean() ? step : -step));
  }

  private byte[] garbageMeta() {
    byte[] meta = new byte[random.nextBoolean() ? FileMeta.ENCODED_BYTES : random.nextInt(20)];
    random.nextBytes(meta);
    return meta;
  }

  private byte[] flipped(byte[] value) {
    if (value.length > 0) {
      value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return value;
  }

  /** Zeros or garbage over a part of it, or over all of it. */
  private byte[] overwritten(byte[] value) {
    int from = random.nextBoolean() ? 0 : random.nextInt(value.length + 1);
    int to = random.nextBoolean() ? value.length : from + random.nextInt(value.length - from + 1);
    byte[] over = new byte[to - from];
    if (random.nextBoolean()) {
      random.nextBytes(over);
    }
    System.arraycopy(over, 0, value, from, over.length);
    return value;
  }

  /** A byte among the first 100, which mean much in every file. */
  private String header(FileTag file) {
    byte[] key = StoreKey.chunk(file, 0);
    byte[] value = chunks.get(key);
    if (value == null || value.length < HEADER_BYTES) {
      return "none";
    }
    int at = random.nextInt(HEADER_BYTES);
    value[at] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt(256));
    return put(key, value) + ", byte " + at;
  }

  private String checksum(FileTag file) {
    List<Entry> present = present(file);
    if (checksums.isEmpty() || present.isEmpty()) {
      return "none";
    }
    byte[] key =
        random.nextInt(3) == 0
            ? StoreKey.chunk(file, pastEnd(file))
            : present.get(random.nextInt(present.size())).key();
    WriteBatch.Builder batch = WriteBatch.builder();
    if (random.nextBoolean()) {
      batch.delete(key);
    } else {
      batch.put(key, bytes(6));
    }
    checksums.get().apply(batch.build(), Durability.FORCED);
    return name(key);
  }

  private String change(FileTag file, UnaryOperator<byte[]> change) {
    List<Entry> present = present(file);
    if (present.isEmpty()) {
      return "none";
    }
    Entry entry = present.get(random.nextInt(present.size()));
    return put(entry.key(), change.apply(entry.value()));
  }

  private static byte[] resized(byte[] old, int bytes) {
    byte[] resized = Arrays.copyOf(old, bytes);
    Arrays.fill(resized, Math.min(old.length, bytes), bytes, (byte) 0xee);
    return resized;
  }

  private List<Entry> present(FileTag file) {
    return StoreContents.of(chunks, StoreKey.chunks(file));
  }

  private long sizeOf(FileTag file) {
    return FileMeta.sizeIn(chunks, file).orElse((long) present(file).size() * CHUNK);
  }

  private String size(FileTag file, long sizeBytes) {
    long bytes = Math.min(sizeBytes, StoreKey.MAX_FILE_BYTES);
    put(StoreKey.meta(file), new FileMeta(bytes).encode());
    return bytes + " bytes";
  }

  private String put(byte[] key, byte[] value) {
    chunks.apply(WriteBatch.builder().put(key, value).build(), Durability.FORCED);
    return name(key) + " has " + value.length + " bytes";
  }

  private String delete(byte[] key) {
    chunks.apply(WriteBatch.builder().deleteRange(KeyRange.single(key)).build(), Durability.FORCED);
    return name(key);
  }

  private byte[] bytes(int bound) {
    byte[] bytes = new byte[random.nextInt(bound)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String name(byte[] key) {
    return switch (StoreKey.parse(key)) {
      case StoreKey.Chunk(FileTag tag, long index) -> tag.label() + " chunk " + index;
      case StoreKey.Meta(FileTag tag) -> tag.label() + " meta";
      case StoreKey.Unknown _, StoreKey.Foreign _ -> "key " + HexFormat.of().formatHex(key);
    };
  }
}
