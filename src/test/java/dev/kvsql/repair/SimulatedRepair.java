package dev.kvsql.repair;

import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Level;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.SimulatedStores;
import dev.kvsql.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A store on a simulated disk that is repaired, and whose repair is undone.
 *
 * @param checkpointBytes how large its log gets before it is carried over into the store file
 */
record SimulatedRepair(SimulatedDisk disk, long checkpointBytes) {
  private static final Path STORE = Path.of("/simulated/app.kv");
  private static final Path UNDO = Path.of("/simulated/app.kv.undo");
  private static final String MAIN = Store.DEFAULT_DATABASE;

  /** Everything that a store holds: two databases and the checksums of both. */
  record Contents(List<List<Entry>> maps) {}

  /** A closed store with this database, and another that nothing is to happen to. */
  static SimulatedRepair of(ChunkStore database, Checksums checksums, long checkpointBytes) {
    SimulatedRepair made = new SimulatedRepair(new SimulatedDisk(), checkpointBytes);
    try (Store store = SimulatedStores.create(made.disk, STORE, checkpointBytes)) {
      StoreContents.fill(store.createDatabase(MAIN, checksums), StoreContents.of(database));
      StoreContents.fill(
          store.createDatabase("other", Checksums.CRC32C), StoreContents.of(database));
    }
    return made;
  }

  /** The same on another disk. */
  SimulatedRepair on(SimulatedDisk other) {
    return new SimulatedRepair(other, checkpointBytes);
  }

  /** What another process reads. */
  Contents contents(Access access) {
    try (Store store = open(access)) {
      List<List<Entry>> maps = new ArrayList<>();
      for (String name : store.databases()) {
        maps.add(StoreContents.of(store.database(name)));
        List<Entry> checksums = new ArrayList<>();
        store.checksums(name).ifPresent(kept -> kept.scan().forEachRemaining(checksums::add));
        maps.add(checksums);
      }
      return new Contents(maps);
    }
  }

  /** Does what {@code repair --apply} does; the record goes to the same disk. */
  Repair.Outcome repair() throws IOException {
    try (Store store = open(Access.WRITE)) {
      DatabaseReport report = DatabaseCheck.of(store, MAIN, Level.FULL);
      return new Repair(store, MAIN).apply(RepairPlan.of(report), report, disk, UNDO);
    }
  }

  /** Does what {@code undo} does, with a copy of the record. */
  void undo(UndoRecord record) throws IOException {
    try (Store store = open(Access.WRITE)) {
      record.revert(store.database(MAIN));
    }
  }

  private Store open(Access access) {
    return SimulatedStores.open(disk, STORE, checkpointBytes, access);
  }

  /** How a record fits the store now. */
  UndoRecord.Fit fit(UndoRecord record) throws IOException {
    try (Store store = open(Access.READ)) {
      return record.fit(store.database(MAIN));
    }
  }

  boolean hasRecord() {
    return disk.exists(UNDO);
  }

  /** Opens what stands in the record's file, from a real disk. */
  UndoRecord record(Path copy) throws IOException {
    Files.write(copy, disk.bytes(UNDO));
    return UndoRecord.open(copy);
  }
}
