package dev.kvsql.chunk.salvage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects losses: the first of them one by one, of the rest the number. */
final class LossLog {
  private static final int MAX_LOSSES = 10_000;

  /** Of all keys that listed losses name. */
  private static final int MAX_KEY_BYTES = 4 << 20;

  private final List<Loss> losses = new ArrayList<>();
  private long keyBytes;
  private long more;

  void add(Loss loss) {
    long bytes =
        switch (loss) {
          case Loss.Value value -> value.key().length;
          case Loss.Keys keys -> length(keys.span().after()) + length(keys.span().upTo());
          default -> 0;
        };
    if (losses.size() >= MAX_LOSSES || keyBytes + bytes > MAX_KEY_BYTES) {
      more++;
    } else {
      keyBytes += bytes;
      losses.add(loss);
    }
  }

  List<Loss> list() {
    List<Loss> all = new ArrayList<>(losses);
    if (more > 0) {
      all.add(new Loss.More(more));
    }
    return List.copyOf(all);
  }

  private static long length(byte @Nullable [] key) {
    return key == null ? 0 : key.length;
  }
}
