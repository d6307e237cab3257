package dev.kvsql.fleet;

/** Hears how far a check is. Called by several threads. */
public interface FleetListener {
  /** Hears nothing. */
  FleetListener NONE =
      new FleetListener() {
        @Override
        public void counted(long databases) {}

        @Override
        public void read(long bytes) {}

        @Override
        public void finished() {}
      };

  /** So many databases are to be checked. */
  void counted(long databases);

  /** So many more bytes were read. */
  void read(long bytes);

  /** One more database is finished. */
  void finished();
}
