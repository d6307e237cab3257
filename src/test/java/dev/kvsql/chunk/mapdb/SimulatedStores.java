package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Store;
import dev.kvsql.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;

/** Stores on simulated disks, for the tests of other packages. */
public final class SimulatedStores {
  private SimulatedStores() {}

  /** Makes a store whose log is carried over as soon as it has this many bytes. */
  public static Store create(SimulatedDisk disk, Path path, long checkpointBytes) {
    return MapDbStore.create(new Medium(disk, checkpointBytes), path);
  }

  /** Opens a store whose log is carried over as soon as it has this many bytes. */
  public static Store open(SimulatedDisk disk, Path path, long checkpointBytes, Access access) {
    return MapDbStore.open(new Medium(disk, checkpointBytes), path, access, Duration.ZERO);
  }
}
