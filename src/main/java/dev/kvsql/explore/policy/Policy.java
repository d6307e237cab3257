package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;

/** The programs whose files can be simulated and explored. */
public enum Policy {
  KVSQL(
      "kvsql",
      "this program: a write buffer, handed over as one atomic batch",
      Persistence.AT_SYNC),
  NATIVE_BEFORE(
      "native-before",
      "Rivet's native VFS before #4637: evicts up to the wrong chunk, first of all",
      Persistence.EACH_OPERATION),
  NATIVE_AFTER(
      "native-after",
      "Rivet's native VFS after #4637: a truncate in three operations",
      Persistence.EACH_OPERATION),
  WASM(
      "wasm",
      "Rivet's WASM VFS: no cache, deletes in batches of 128 keys",
      Persistence.EACH_OPERATION);

  private final String label;
  private final String description;
  private final Persistence persistence;

  /** When what was written is in the store, batches aside. */
  public enum Persistence {
    /** When the call that wrote it returns. */
    EACH_OPERATION,
    /** When the file is next synced, committed or closed. */
    AT_SYNC
  }

  Policy(String label, String description, Persistence persistence) {
    this.label = label;
    this.description = description;
    this.persistence = persistence;
  }

  /** The name that people use. */
  public String label() {
    return label;
  }

  /** What it does, in half a line. */
  public String description() {
    return description;
  }

  public Persistence persistence() {
    return persistence;
  }

  /**
   * Opens a file, making an empty one when there is none.
   *
   * @throws dev.kvsql.chunk.StoreException when its meta cannot be read or understood
   */
  public PolicyFile open(ChunkStore store, FileTag tag) {
    return switch (this) {
      case KVSQL -> KvsqlFile.open(store, tag);
      case NATIVE_BEFORE -> NativeBeforeFile.open(store, tag);
      case NATIVE_AFTER -> NativeAfterFile.open(store, tag);
      case WASM -> WasmFile.open(store, tag);
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
