package dev.kvsql.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store could not do what was asked. The message says what, where, and what to do about it. */
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** There is no such store or no such database, or what is there is no store. */
  public static final class Missing extends StoreException {
    private static final long serialVersionUID = 1;

    private final String sought;
    private final transient List<String> present;

    public Missing(String message) {
      this(message, "", List.of());
    }

    private Missing(String message, String sought, List<String> present) {
      super(message, null);
      this.sought = sought;
      this.present = List.copyOf(present);
    }

    /** A store has no database of this name, but maybe others. */
    public static Missing database(String store, String name, List<String> others) {
      String has = others.isEmpty() ? "none" : String.join(", ", others);
      return new Missing(store + ": no database " + name + "; it has " + has, name, others);
    }

    /** The database that is not there; empty when it is something else that is missing. */
    public String sought() {
      return sought;
    }

    /** The databases that are there instead. */
    public List<String> present() {
      return present;
    }
  }

  /** Another process has the store. */
  public static final class Locked extends StoreException {
    private static final long serialVersionUID = 1;

    public Locked(String message) {
      super(message, null);
    }
  }

  /**
   * The store was not closed cleanly by the program that wrote it, or its own structure is broken.
   */
  public static final class Damaged extends StoreException {
    private static final long serialVersionUID = 1;

    public Damaged(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The redo log beside the store is damaged, or not this store's: with it the last commits are in
   * doubt.
   */
  public static final class LogRefused extends StoreException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final Usable usable;

    /** What of the log could be carried over into the store. */
    public enum Usable {
      /** Nothing: it belongs to other bytes than the store's, or cannot be read at all. */
      NOTHING,
      /** The commits before the damage. */
      COMMITS_BEFORE_DAMAGE
    }

    /**
     * @param problem what is wrong with the log
     * @param advice what can be done; the message has both
     */
    public LogRefused(String problem, String advice, Usable usable, @Nullable Throwable cause) {
      super(problem + "; " + advice, cause);
      this.problem = problem;
      this.usable = usable;
    }

    /** The message without the advice. */
    public String problem() {
      return problem;
    }

    public Usable usable() {
      return usable;
    }
  }

  /** Reading or writing failed, or the store refuses to be written. */
  public static final class Failed extends StoreException {
    private static final long serialVersionUID = 1;

    public Failed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A file would grow past what the layout can hold; nothing is wrong with the store. */
  public static final class TooLarge extends StoreException {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message, null);
    }
  }

  /** A {@link StopSignal} was given; its message is the signal's reason. */
  public static final class Stopped extends StoreException {
    private static final long serialVersionUID = 1;

    public Stopped(String message) {
      super(message, null);
    }
  }
}
