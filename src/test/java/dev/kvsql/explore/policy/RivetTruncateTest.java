package dev.kvsql.explore.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operations in which a truncate reaches the store. */
final class RivetTruncateTest {
  /** Of 162 chunks 25 stay: what the released package did in vacuum-shrink-aligned. */
  @Test
  void wasmDeletesInBatchesOf128Keys() {
    assertThat(operations(Policy.WASM, 162, 25 * 4096))
        .containsExactly("put meta 102400", "delete 25-152", "delete 153-161");
  }

  @Test
  void wasmShortensTheLastChunkBetween() {
    assertThat(operations(Policy.WASM, 3, 4196))
        .containsExactly("put meta 4196", "put chunk 1 100", "delete 2-2");
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE_BEFORE", "NATIVE_AFTER"})
  void nativeDeletesARange(Policy policy) {
    assertThat(operations(policy, 162, 4196))
        .containsExactly("put meta 4196", "put chunk 1 100", "delete 2-");
  }

  @Test
  void kvsqlDoesItAtOnce() {
    assertThat(operations(Policy.KVSQL, 3, 4196))
        .containsExactly("put meta 4196, delete 2-, put chunk 1 100");
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE_BEFORE", "NATIVE_AFTER", "WASM"})
  void aBatchOfMoreThan128KeysIsRefused(Policy policy) {
    PolicyFile file = policy.open(new MemoryChunkStore(), FileTag.MAIN);
    file.begin();
    file.write(0, new byte[127 * 4096]);
    file.commit();
    file.begin();
    file.write(0, new byte[128 * 4096]);
    assertThatThrownBy(file::commit)
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage("a put of 129 keys; the store takes at most 128");
    file.rollBack();
    assertThat(file.sizeBytes()).isEqualTo(127 * 4096);
  }

  private static List<String> operations(Policy policy, int chunks, long newSizeBytes) {
    MemoryChunkStore store = new MemoryChunkStore();
    WriteBatch.Builder content = WriteBatch.builder();
    content.put(StoreKey.meta(FileTag.MAIN), new FileMeta(chunks * 4096L).encode());
    for (int i = 0; i < chunks; i++) {
      content.put(StoreKey.chunk(FileTag.MAIN, i), new byte[4096]);
    }
    store.apply(content.build(), Durability.FORCED);
    List<String> operations = new ArrayList<>();
    ChunkStore traced = new TracingChunkStore(store, batch -> operations.add(text(batch)));
    PolicyFile file = policy.open(traced, FileTag.MAIN);
    file.truncate(newSizeBytes);
    file.sync();
    return operations;
  }

  private static String text(WriteBatch batch) {
    return String.join(", ", batch.operations().stream().map(RivetTruncateTest::text).toList());
  }

  private static String text(WriteBatch.Operation operation) {
    return switch (operation) {
      case WriteBatch.Put(byte[] key, byte[] value) ->
          StoreKey.parse(key) instanceof StoreKey.Chunk(FileTag _, long index)
              ? "put chunk " + index + " " + value.length
              : "put meta " + ((FileMeta.WellFormed) FileMeta.decode(value)).meta().sizeBytes();
      case WriteBatch.Delete _ -> "delete one";
      case WriteBatch.DeleteRange(var range) ->
          "delete " + index(range.from(), 0) + "-" + end(range.to());
    };
  }

  private static String end(byte @Nullable [] to) {
    return to != null && StoreKey.parse(to) instanceof StoreKey.Chunk ? index(to, -1) : "";
  }

  private static String index(byte[] key, int add) {
    return StoreKey.parse(key) instanceof StoreKey.Chunk(FileTag _, long index)
        ? String.valueOf(index + add)
        : "?";
  }
}
