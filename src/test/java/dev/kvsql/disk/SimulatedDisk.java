package dev.kvsql.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A disk in memory that can lose power. Until a file is forced, any of its writes may be lost,
 * sector by sector and in any order, and its length too; until a directory is forced, any creation
 * or deletion may be. It can also fail: an operation that is told to throws an {@link IOException},
 * once.
 */
public final class SimulatedDisk implements Disk {
  private final Map<Path, SimulatedInode> names = new HashMap<>();
  private final Map<Path, SimulatedInode> durableNames = new HashMap<>();
  private final List<NameChange> unforcedNames = new ArrayList<>();
  private final List<String> operations = new ArrayList<>();
  private long changesUntilPowerCut = Long.MAX_VALUE;
  private long operationsUntilFailure = Long.MAX_VALUE;
  private String failure = "";
  private String failedOperation = "";
  private final Random chance = new Random(1);
  private int changes;
  private boolean off;

  /** A name that stands for a file from now on, or for none. */
  private record NameChange(Path path, Optional<SimulatedInode> inode) {}

  /** What a disk without power answers. */
  public static final class PowerCutException extends IOException {
    private static final long serialVersionUID = 1;

    PowerCutException() {
      super("the power is off");
    }
  }

  /** What an operation does to the disk. */
  private enum Effect {
    NONE,
    CHANGE
  }

  /** Cuts the power in the middle of the nth operation from now on that changes anything. */
  public void cutPowerAtChange(long nth) {
    changesUntilPowerCut = nth;
  }

  /** Lets the nth operation from now on fail, once. */
  public void failAtOperation(long nth, String message) {
    operationsUntilFailure = nth;
    failure = message;
  }

  /** The operation that failed as it was told to; empty when none did. */
  public String failedOperation() {
    return failedOperation;
  }

  /** Whether the power was cut. */
  public boolean isOff() {
    return off;
  }

  /** The operations so far, by name. */
  public List<String> operations() {
    return List.copyOf(operations);
  }

  /** How many operations could change anything so far. */
  public int changes() {
    return changes;
  }

  /** The disk after the power came back: everything that was forced, and any part of the rest. */
  public SimulatedDisk afterPowerCut(Random random) {
    SimulatedDisk after = new SimulatedDisk();
    double kept = new double[] {0, 0.1, 0.5, 0.9, 1}[random.nextInt(5)];
    Map<Path, SimulatedInode> survivors = new HashMap<>(durableNames);
    for (NameChange change : unforcedNames) {
      if (random.nextDouble() < kept) {
        apply(survivors, change);
      }
    }
    survivors.forEach((path, inode) -> after.names.put(path, inode.afterPowerCut(random, kept)));
    after.durableNames.putAll(after.names);
    return after;
  }

  /** The disk as it is, as another process sees it after this one was killed. */
  public SimulatedDisk afterKill() {
    SimulatedDisk after = new SimulatedDisk();
    names.forEach((path, inode) -> after.put(path, inode.visible().bytes()));
    return after;
  }

  /** The bytes of a file as a process sees them; none when there is no file. */
  public byte[] bytes(Path path) {
    SimulatedInode inode = names.get(path);
    return inode == null ? new byte[0] : inode.visible().bytes();
  }

  /** Puts a file there, durably, in place of the one that may be there. */
  public void put(Path path, byte[] bytes) {
    SimulatedInode inode = new SimulatedInode();
    inode.write(0, bytes);
    inode.force();
    names.put(path, inode);
    durableNames.put(path, inode);
  }

  private static void apply(Map<Path, SimulatedInode> to, NameChange change) {
    change
        .inode()
        .ifPresentOrElse(inode -> to.put(change.path(), inode), () -> to.remove(change.path()));
  }

  /**
   * Counts an operation, and lets it fail when it is its turn.
   *
   * @return whether the power goes off in the middle of it
   */
  private boolean begin(String operation, Effect effect) throws IOException {
    if (off) {
      throw new PowerCutException();
    }
    operations.add(operation);
    if (--operationsUntilFailure == 0) {
      failedOperation = operation;
      throw new IOException(failure);
    }
    if (effect == Effect.CHANGE) {
      changes++;
      off = --changesUntilPowerCut == 0;
    }
    return off;
  }

  private static void end(boolean cut) throws IOException {
    if (cut) {
      throw new PowerCutException();
    }
  }

  @Override
  public DiskFile open(Path file, Opening opening) throws IOException {
    Effect effect = opening == Opening.CREATE ? Effect.CHANGE : Effect.NONE;
    boolean cut = begin("open " + file.getFileName() + " to " + opening, effect);
    SimulatedInode inode = names.get(file);
    if (opening == Opening.CREATE && inode != null) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (opening != Opening.CREATE && inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    if (inode == null) {
      inode = new SimulatedInode();
      change(new NameChange(file, Optional.of(inode)));
    }
    end(cut);
    return new OpenFile(file.getFileName().toString(), inode, opening);
  }

  private void change(NameChange change) {
    apply(names, change);
    unforcedNames.add(change);
  }

  @Override
  public Kind kind(Path file) {
    return names.containsKey(file) ? Kind.FILE : Kind.NOTHING;
  }

  @Override
  public Path realPath(Path file) {
    return file;
  }

  @Override
  public Object identity(Path file) throws IOException {
    SimulatedInode inode = names.get(file);
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }

  @Override
  public List<LockHolder> lockHolders(Path file) {
    return List.of();
  }

  @Override
  public void delete(Path file) throws IOException {
    boolean cut = begin("delete " + file.getFileName(), Effect.CHANGE);
    if (names.containsKey(file)) {
      change(new NameChange(file, Optional.empty()));
    }
    end(cut);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    end(begin("force directory", Effect.CHANGE));
    unforcedNames.forEach(change -> apply(durableNames, change));
    unforcedNames.clear();
  }

  private final class OpenFile implements DiskFile {
    private final String name;
    private final SimulatedInode inode;
    private final Opening opening;

    OpenFile(String name, SimulatedInode inode, Opening opening) {
      this.name = name;
      this.inode = inode;
      this.opening = opening;
    }

    @Override
    public long size() throws IOException {
      begin("size of " + name, Effect.NONE);
      return inode.visible().size();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      begin("read " + name, Effect.NONE);
      return inode.visible().read(into, offset);
    }

    /** Half of what is written is there when it fails. */
    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
      requireWritable();
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      boolean cut;
      try {
        cut = begin("write " + name, Effect.CHANGE);
      } catch (PowerCutException e) {
        throw e;
      } catch (IOException e) {
        inode.write(offset, Arrays.copyOf(bytes, bytes.length / 2));
        throw e;
      }
      inode.write(offset, bytes);
      end(cut);
    }

    @Override
    public void truncate(long size) throws IOException {
      requireWritable();
      boolean cut = begin("truncate " + name, Effect.CHANGE);
      inode.truncate(size);
      end(cut);
    }

    /** A force that failed leaves what it should have written in memory, and forgets about it. */
    @Override
    public void force() throws IOException {
      boolean cut;
      try {
        cut = begin("force " + name, Effect.CHANGE);
      } catch (PowerCutException e) {
        throw e;
      } catch (IOException e) {
        inode.forget(chance);
        throw e;
      }
      end(cut);
      inode.force();
    }

    @Override
    public ByteBuffer map(long offset, int bytes, Arena arena) throws IOException {
      begin("map " + name, Effect.NONE);
      if (offset + bytes > inode.visible().size()) {
        throw new IllegalArgumentException("past the end");
      }
      ByteBuffer mapped = ByteBuffer.allocate(bytes);
      inode.visible().read(mapped, offset);
      mapped.clear();
      return opening == Opening.READ ? mapped.asReadOnlyBuffer() : mapped;
    }

    @Override
    public boolean tryLock(Sharing sharing) {
      return true;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}

    private void requireWritable() {
      if (opening == Opening.READ) {
        throw new AssertionError(name + " is open for reading");
      }
    }
  }
}
