package dev.kvsql.explore.recording;

import dev.kvsql.chunk.KeyRange;
import java.util.List;

/**
 * One call that a program made to its key-value store, as a recording has it. Each is atomic. One
 * that failed was not carried out, but shows what the program wanted.
 */
public sealed interface RecordedOperation {
  /** Whether the store refused it or could not do it. */
  boolean failed();

  /** Which call it was. */
  OperationKind kind();

  /** How many keys it names; the two ends of a range are none. */
  int keys();

  /** Some values were read; what came back is not recorded. */
  record Get(List<byte[]> wanted, boolean failed) implements RecordedOperation {
    public Get {
      wanted = List.copyOf(wanted);
    }

    @Override
    public OperationKind kind() {
      return OperationKind.GET;
    }

    @Override
    public int keys() {
      return wanted.size();
    }
  }

  /** Some values were written; of a key that is named twice the last value counts. */
  record Put(List<Written> entries, boolean failed) implements RecordedOperation {
    public Put {
      entries = List.copyOf(entries);
    }

    @Override
    public OperationKind kind() {
      return OperationKind.PUT;
    }

    @Override
    public int keys() {
      return entries.size();
    }
  }

  /** Some keys were deleted, whether they were there or not. */
  record Delete(List<byte[]> unwanted, boolean failed) implements RecordedOperation {
    public Delete {
      unwanted = List.copyOf(unwanted);
    }

    @Override
    public OperationKind kind() {
      return OperationKind.DELETE;
    }

    @Override
    public int keys() {
      return unwanted.size();
    }
  }

  /** All keys of a range were deleted. */
  record DeleteRange(KeyRange range, boolean failed) implements RecordedOperation {
    @Override
    public OperationKind kind() {
      return OperationKind.DELETE_RANGE;
    }

    @Override
    public int keys() {
      return 0;
    }
  }

  /** A key with the value that it got. */
  record Written(byte[] key, Value value) {}

  /** What is recorded of a value. */
  sealed interface Value {
    /** Its length. */
    int bytes();
  }

  /** Only how long it was: 0 to 2^31 - 1 bytes. */
  record Length(int bytes) implements Value {}

  /** All of it. */
  record Content(byte[] content) implements Value {
    @Override
    public int bytes() {
      return content.length;
    }
  }
}
