package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.inspect.ChunkRun;
import java.util.Optional;

/**
 * Where in a database a finding lies, as far as it can be told.
 *
 * @param chunk index of the first chunk
 * @param count number of chunks
 * @param offset of the first byte in the file
 */
public record Place(
    Optional<FileTag> file, Optional<Long> chunk, Optional<Long> count, Optional<Long> offset) {
  static Place whole() {
    return new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Place file(FileTag file) {
    return new Place(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Place chunks(FileTag file, ChunkRun run) {
    return chunks(file, run.firstChunk(), run.count());
  }

  static Place chunks(FileTag file, long firstChunk, long count) {
    return new Place(
        Optional.of(file),
        Optional.of(firstChunk),
        Optional.of(count),
        Optional.of(firstChunk * StoreKey.CHUNK_BYTES));
  }

  static Place chunk(FileTag file, long chunk, int at) {
    return new Place(
        Optional.of(file),
        Optional.of(chunk),
        Optional.of(1L),
        Optional.of(chunk * StoreKey.CHUNK_BYTES + at));
  }

  /** Chunks from the one with a byte on. */
  static Place bytes(FileTag file, long offset, long chunks) {
    return new Place(
        Optional.of(file),
        Optional.of(offset / StoreKey.CHUNK_BYTES),
        Optional.of(chunks),
        Optional.of(offset));
  }

  /** This place with another number of chunks, if it is about chunks. */
  Place withCount(long chunks) {
    return new Place(file, chunk, count.map(_ -> chunks), offset);
  }

  static Place byteAt(FileTag file, long offset) {
    return new Place(
        Optional.of(file),
        Optional.of(offset / StoreKey.CHUNK_BYTES),
        Optional.of(1L),
        Optional.of(offset));
  }
}
