package dev.kvsql.vfs;

/** Keeps a store open for as long as somebody uses one of its files. */
public interface Lease {
  /** For a store whose owner knows when it is no longer used. */
  Lease OWNED =
      new Lease() {
        @Override
        public void take() {}

        @Override
        public void giveBack() {}
      };

  void take();

  /** Once for each {@link #take}; after the last one the store may be closed. */
  void giveBack();
}
