package dev.kvsql.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that reach a store together or not at all. They take effect in order: a put after a range
 * delete that covers its key stays.
 */
public record WriteBatch(List<Operation> operations) {
  public WriteBatch {
    operations = List.copyOf(operations);
  }

  /** One change. */
  public sealed interface Operation {}

  /** Sets a key's value. */
  public record Put(byte[] key, byte[] value) implements Operation {}

  /** Removes a key, if it is there. */
  public record Delete(byte[] key) implements Operation {}

  /** Removes every key in a range. */
  public record DeleteRange(KeyRange range) implements Operation {}

  public static Builder builder() {
    return new Builder();
  }

  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /** Collects the operations of a batch; for one thread. */
  public static final class Builder {
    private final List<Operation> operations = new ArrayList<>();

    private Builder() {}

    /** Takes both arrays as its own: change neither afterwards. */
    public Builder put(byte[] key, byte[] value) {
      operations.add(new Put(key, value));
      return this;
    }

    public Builder delete(byte[] key) {
      operations.add(new Delete(key));
      return this;
    }

    /** An empty range adds nothing. */
    public Builder deleteRange(KeyRange range) {
      if (!range.isEmpty()) {
        operations.add(new DeleteRange(range));
      }
      return this;
    }

    public WriteBatch build() {
      return new WriteBatch(operations);
    }
  }
}
