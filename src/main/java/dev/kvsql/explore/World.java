package dev.kvsql.explore;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.explore.policy.PolicyFile;
import dev.kvsql.file.BufferState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program, its file and its store, with what the file must be. Steps change it in place; a copy
 * goes its own way. For one thread.
 */
final class World {
  /** The file that is explored: only its name differs from the others. */
  static final FileTag FILE = FileTag.MAIN;

  private static final byte[] NOTHING = new byte[0];

  private final Policy policy;
  private SmallStore store;
  private WatchedStore link;
  private PolicyFile file;
  private Expected expected;
  private final Consumer<KvOperation> listener;

  /**
   * What came of a step.
   *
   * @param breach what shows at once that something is wrong: a read gave other bytes, or after a
   *     failure the file is neither as it was nor as it was to become
   */
  record Result(Story.Ending ending, int operations, @Nullable Breach breach) {
    /** What is wrong now in a world, which is left as it is. */
    List<Breach> breaches(World world) {
      List<Breach> breaches = new ArrayList<>(world.copy().examine());
      Breach seen = breach;
      if (seen != null && breaches.stream().noneMatch(one -> one.symptom() == seen.symptom())) {
        breaches.addFirst(seen);
      }
      return breaches;
    }
  }

  private World(Policy policy, Start start, Consumer<KvOperation> listener) {
    this.policy = policy;
    this.listener = listener;
    store = start.store();
    expected = start.expected();
    link = new WatchedStore(store, listener);
    file = policy.open(link, FILE);
  }

  private World(World other) {
    policy = other.policy;
    listener = other.listener;
    expected = other.expected;
    store = other.store.copy();
    link = new WatchedStore(store, listener);
    file = other.file.copy(link);
  }

  /**
   * A program that opens its file.
   *
   * @param listener is told of every operation on the store
   */
  static World of(Policy policy, Start start, Consumer<KvOperation> listener) {
    return new World(policy, start, listener);
  }

  World copy() {
    return new World(this);
  }

  PolicyFile file() {
    return file;
  }

  SmallStore store() {
    return store;
  }

  Expected expected() {
    return expected;
  }

  /**
   * Whether SQLite would do this now. Within a batch it writes and reads; only where a batch is
   * what a transaction writes before its sync, as with this program, it truncates as well.
   */
  boolean allows(Step step) {
    return switch (step) {
      case Step.Write _, Step.Read _, Step.Evict _, Step.Crash _, Step.PowerCut _ -> true;
      case Step.Truncate _ ->
          !expected.inBatch() || policy.persistence() == Policy.Persistence.AT_SYNC;
      case Step.Sync _, Step.Reopen _, Step.Begin _ -> !expected.inBatch();
      case Step.Commit _, Step.RollBack _ -> expected.inBatch();
    };
  }

  /**
   * Does one step.
   *
   * @param value the byte that a write writes; one that is nowhere yet
   */
  Result perform(Move move, byte value) {
    Expected before = expected;
    Expected after = before.after(move.step(), policy.persistence(), value);
    link.arm(move.fault());
    try {
      byte[] read = carryOut(move.step(), value);
      expected = after;
      return new Result(Story.Ending.DONE, link.count(), misread(move.step(), read));
    } catch (WatchedStore.CrashException e) {
      int operations = link.count();
      link.arm(Fault.NONE);
      open();
      return new Result(Story.Ending.DIED, operations, settle(before.crashed(), after.crashed()));
    } catch (StoreException e) {
      int operations = link.count();
      link.arm(Fault.NONE);
      return new Result(
          Story.Ending.FAILED,
          operations,
          move.fault() instanceof Fault.Fails
              ? settle(unchanged(move.step(), before), after)
              : new Breach.Threw(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      return new Result(Story.Ending.FAILED, link.count(), new Breach.Threw(e.toString()));
    }
  }

  /** A file that cannot be closed properly is closed all the same. */
  private static Expected unchanged(Step step, Expected before) {
    return step instanceof Step.Reopen ? before.crashed() : before;
  }

  /** What a read gave, where it is not what it should be. */
  private @Nullable Breach misread(Step step, byte[] read) {
    return step instanceof Step.Read(long offset, int _)
        ? Contents.compareRead(offset, read, expected.visible())
        : null;
  }

  /** Does a step; gives what it read, if it reads. */
  private byte[] carryOut(Step step, byte value) {
    switch (step) {
      case Step.Write(long offset, int length) -> file.write(offset, filled(length, value));
      case Step.Truncate(long sizeBytes) -> file.truncate(sizeBytes);
      case Step.Read(long offset, int length) -> {
        byte[] read = new byte[length];
        file.read(offset, read);
        return read;
      }
      case Step.Sync() -> file.sync();
      case Step.Begin() -> file.begin();
      case Step.Commit() -> file.commit();
      case Step.RollBack() -> file.rollBack();
      case Step.Evict() -> file.evict();
      case Step.Reopen() -> reopen();
      case Step.Crash() -> open();
      case Step.PowerCut() -> {
        store = store.afterPowerCut();
        link = new WatchedStore(store, listener);
        open();
      }
    }
    return NOTHING;
  }

  private static byte[] filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private void reopen() {
    try {
      file.close();
    } finally {
      open();
    }
  }

  /** Whoever cannot open a file tries again. */
  private void open() {
    try {
      file = policy.open(link, FILE);
    } catch (StoreException e) {
      file = policy.open(link, FILE);
      throw e;
    }
  }

  /** After a failure the file is as it was before, or as it was to become. */
  private @Nullable Breach settle(Expected before, Expected after) {
    for (Expected candidate : List.of(before, after)) {
      if (firstDifference(candidate) == null) {
        expected = candidate;
        return null;
      }
    }
    expected = file.sizeBytes() == after.visible().sizeBytes() ? after : before;
    return firstDifference(expected);
  }

  private @Nullable Breach firstDifference(Expected candidate) {
    Contents contents = new Contents(store);
    Breach seen = contents.compare(file.copy(store.copy()), candidate.visible());
    return seen != null ? seen : contents.compareStored(candidate.handedOver());
  }

  /** Everything in which the world is not as it must be; reads fill the cache. */
  List<Breach> examine() {
    return new Contents(store).examine(file, expected, policy.persistence());
  }

  /** What stands for this world: equal worlds have equal ones. */
  Fingerprint fingerprint() {
    Fingerprint print = new Fingerprint();
    print.add(expected.inBatch());
    add(print, expected.visible());
    addUnlessSame(print, expected.handedOver(), expected.visible());
    addUnlessSame(print, expected.durable(), expected.handedOver());
    add(print, store);
    SmallStore durable = store.durable();
    print.add(durable == null);
    if (durable != null) {
      add(print, durable);
    }
    print.add(file.sizeBytes());
    add(print, file.cache().cached());
    BufferState buffer = file.buffer();
    print.add(buffer.stored());
    print.add(buffer.storedBytes());
    print.add(buffer.cleanBytes());
    add(print, buffer.chunks());
    return print;
  }

  private static void addUnlessSame(Fingerprint print, ModelFile model, ModelFile other) {
    boolean same = model.hasSameBytes(other);
    print.add(same);
    if (!same) {
      add(print, model);
    }
  }

  private static void add(Fingerprint print, ModelFile model) {
    print.add(model.sizeBytes());
    for (int i = 0; i < model.pieceCount(); i++) {
      print.add(model.piece(i));
    }
  }

  private static void add(Fingerprint print, SmallStore store) {
    print.add(store.count());
    for (int i = 0; i < store.count(); i++) {
      byte[] key = store.key(i);
      print.addExactly(key);
      if (StoreKey.parse(key) instanceof StoreKey.Meta) {
        print.addExactly(store.value(i));
      } else {
        print.add(store.value(i));
      }
    }
  }

  private static void add(Fingerprint print, SortedMap<Long, byte[]> chunks) {
    print.add(chunks.size());
    for (Map.Entry<Long, byte[]> chunk : chunks.entrySet()) {
      print.add(chunk.getKey());
      print.add(chunk.getValue());
    }
  }
}
