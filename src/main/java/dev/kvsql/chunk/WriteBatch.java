package dev.kvsql.chunk;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes that reach a store together or not at all. They take effect in order: a put after a range
 * delete that covers its key stays.
 *
 * @param operations may be made one by one, each time that they are walked; see {@link
 *     Builder#putAll}
 */
public record WriteBatch(List<Operation> operations) {
  public WriteBatch {
    operations = operations instanceof Joined ? operations : List.copyOf(operations);
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
    private final List<List<? extends Operation>> before = new ArrayList<>();
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

    /**
     * Adds puts that a list makes whenever it is asked for them, so that a batch can be larger than
     * memory. The batch can be walked as often as one likes, but only while the list can.
     *
     * @param made must not change its size; what it throws whoever walks the batch gets
     */
    public Builder putAll(List<Put> made) {
      before.add(List.copyOf(operations));
      before.add(made);
      operations.clear();
      return this;
    }

    public WriteBatch build() {
      if (before.isEmpty()) {
        return new WriteBatch(operations);
      }
      List<List<? extends Operation>> parts = new ArrayList<>(before);
      parts.add(List.copyOf(operations));
      return new WriteBatch(new Joined(parts));
    }
  }

  /** Lists one after another, none of which is copied. */
  private static final class Joined extends AbstractList<Operation> {
    private final List<List<? extends Operation>> parts;
    private final int size;

    Joined(List<List<? extends Operation>> parts) {
      this.parts = parts;
      size = Math.toIntExact(parts.stream().mapToLong(List::size).sum());
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Operation get(int index) {
      int within = Objects.checkIndex(index, size);
      for (List<? extends Operation> part : parts) {
        if (within < part.size()) {
          return part.get(within);
        }
        within -= part.size();
      }
      throw new IndexOutOfBoundsException(index);
    }
  }
}
