package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.explore.KvOperation;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keys and operations on a store, in words. */
final class KvText {
  private static final HexFormat HEX = HexFormat.of();

  private KvText() {}

  /** An operation, the changes of a batch a line each. */
  static List<String> lines(KvOperation operation) {
    String refused = operation.failed() ? ", refused:" : "";
    return switch (operation) {
      case KvOperation.Get(byte[] key, int bytes, boolean failed) ->
          List.of(
              "get"
                  + refused
                  + " "
                  + key(key)
                  + (failed ? "" : bytes < 0 ? ", no value" : ", " + Amounts.bytes(bytes)));
      case KvOperation.Apply(WriteBatch batch, boolean failed) -> {
        String word = failed ? "batch" + refused + " " : "batch: ";
        List<String> changes =
            batch.isEmpty()
                ? List.of("no changes, a sync")
                : batch.operations().stream().map(KvText::change).toList();
        yield indented(word, changes);
      }
    };
  }

  private static List<String> indented(String word, List<String> changes) {
    List<String> lines = new ArrayList<>();
    for (String change : changes) {
      lines.add((lines.isEmpty() ? word : " ".repeat(word.length())) + change);
    }
    return lines;
  }

  private static String change(WriteBatch.Operation change) {
    return switch (change) {
      case WriteBatch.Put(byte[] key, byte[] value) ->
          "put " + key(key) + ", " + Amounts.bytes(value.length);
      case WriteBatch.Delete(byte[] key) -> "delete " + key(key);
      case WriteBatch.DeleteRange(KeyRange range) -> "delete range " + range(range);
    };
  }

  /** {@code 0801010000000001 (chunk 1 of main)}. */
  static String key(byte[] key) {
    String meaning =
        switch (StoreKey.parse(key)) {
          case StoreKey.Meta(FileTag file) -> "meta of " + file.label();
          case StoreKey.Chunk(FileTag file, long index) -> "chunk " + index + " of " + file.label();
          case StoreKey.Unknown(), StoreKey.Foreign() -> "another key";
        };
    return HEX.formatHex(key) + " (" + meaning + ")";
  }

  private static String range(KeyRange range) {
    byte[] to = range.to();
    String end = to == null ? "the end" : HEX.formatHex(to);
    return key(range.from()) + " up to " + end;
  }
}
