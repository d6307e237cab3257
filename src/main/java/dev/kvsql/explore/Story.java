package dev.kvsql.explore;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A sequence of moves, told step by step. */
public record Story(Policy policy, Start start, List<Event> events) {
  public Story {
    events = List.copyOf(events);
  }

  /** Everything that was found wrong, in the order in which it was. */
  public List<Breach> breaches() {
    return events.stream().flatMap(event -> event.breaches().stream()).toList();
  }

  /** How a step ended. */
  public enum Ending {
    DONE,
    /** The program said that it could not. */
    FAILED,
    /** The process died, and another opened the file. */
    DIED
  }

  /**
   * A step with what came of it.
   *
   * @param number 1 for the first
   * @param operations what reached the store
   * @param sizeBytes the file's size afterwards, as the program tells it
   * @param cached lengths of the cached chunks by index
   * @param stored lengths of the stored chunks by index
   * @param breaches what is wrong afterwards and was not before
   */
  public record Event(
      int number,
      Move move,
      Ending ending,
      List<KvOperation> operations,
      long sizeBytes,
      SortedMap<Long, Integer> cached,
      SortedMap<Long, Integer> stored,
      List<Breach> breaches) {
    public Event {
      operations = List.copyOf(operations);
      breaches = List.copyOf(breaches);
    }
  }

  /**
   * Plays moves on a policy.
   *
   * @throws IllegalMoveException when a step cannot come where it stands
   */
  public static Story play(Policy policy, Start start, List<Move> moves) {
    return play(policy, start, moves, (step, inBatch) -> true);
  }

  /** The same where not every step may be taken, which may depend on whether a batch has begun. */
  static Story play(
      Policy policy, Start start, List<Move> moves, BiPredicate<Step, Boolean> allowed) {
    List<KvOperation> operations = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    World world = World.of(policy, start, operations::add);
    Set<Symptom> known = start.symptoms();
    for (Move move : moves) {
      int number = events.size() + 1;
      if (!world.allows(move.step()) || !allowed.test(move.step(), world.expected().inBatch())) {
        throw new IllegalMoveException(number);
      }
      operations.clear();
      World.Result result = world.perform(move, value(number));
      List<KvOperation> done = List.copyOf(operations);
      List<Breach> breaches = result.breaches(world);
      List<Breach> fresh =
          breaches.stream().filter(breach -> !known.contains(breach.symptom())).toList();
      known.clear();
      breaches.forEach(breach -> known.add(breach.symptom()));
      events.add(event(number, move, result.ending(), done, world, fresh));
    }
    return new Story(policy, start, events);
  }

  /** A step of a batch outside of one, or the other way round. */
  public static final class IllegalMoveException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int number;

    private IllegalMoveException(int number) {
      super("step " + number + " cannot come there");
      this.number = number;
    }

    /** Which step, 1 being the first. */
    public int number() {
      return number;
    }
  }

  /** The byte that a step writes: its number, as long as that is no byte from the start. */
  static byte value(int number) {
    return (byte) ((number - 1) % ((Start.OLD & 0xFF) - 1) + 1);
  }

  private static Event event(
      int number,
      Move move,
      Ending ending,
      List<KvOperation> operations,
      World world,
      List<Breach> breaches) {
    SortedMap<Long, Integer> cached = new TreeMap<>();
    world.file().cache().cached().forEach((index, chunk) -> cached.put(index, chunk.length));
    SortedMap<Long, Integer> stored = new TreeMap<>();
    for (int i = 0; i < world.store().count(); i++) {
      if (StoreKey.parse(world.store().key(i)) instanceof StoreKey.Chunk(FileTag _, long index)) {
        stored.put(index, world.store().value(i).length);
      }
    }
    return new Event(
        number, move, ending, operations, world.file().sizeBytes(), cached, stored, breaches);
  }
}
