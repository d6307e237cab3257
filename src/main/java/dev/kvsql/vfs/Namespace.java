package dev.kvsql.vfs;

import dev.kvsql.chunk.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names under which SQLite knows the files of mounted stores. A store is a directory in it: its
 * path, with the databases as files in it, or a made-up name where it has no path or too long a
 * one. Safe for several threads.
 */
public final class Namespace {
  /**
   * Most bytes of a name. SQLite reads a super-journal's name into memory for one page, and the
   * smallest page has 512 bytes; its own VFS has the same limit.
   */
  public static final int MOST_NAME_BYTES = 512;

  /** What a database of a store is called when only the store is named. */
  private static final String DEFAULT_DATABASE = "main";

  private static final String MADE_UP = "/kvsql-mount/";

  /** Room for a database's name and for what SQLite appends. */
  private static final int MOST_DIRECTORY_CHARACTERS = 200;

  private final Map<String, MountedStore> stores = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong(1);
  private final Stores others;

  /** Names for what is mounted, and for what can be. */
  public Namespace(Stores others) {
    this.others = others;
  }

  /** Mounts a store under its path, if it can be and nobody else is there, or a made-up name. */
  public MountedStore mount(
      Optional<Path> path, Databases databases, MountPolicy policy, Lease lease) {
    String wanted = path.map(Path::toString).filter(Namespace::fits).orElseGet(this::madeUp);
    MountedStore mounted = new MountedStore(wanted, databases, policy, lease, others);
    if (stores.putIfAbsent(wanted, mounted) != null) {
      mounted = new MountedStore(madeUp(), databases, policy, lease, others);
      stores.put(mounted.directory(), mounted);
    }
    if (isAloneWith(mounted) && !policy.isReadOnly()) {
      new SuperJournals(this).removeUnused(mounted);
    }
    return mounted;
  }

  /** Otherwise a transaction may be about to name a super-journal in its journals. */
  private boolean isAloneWith(MountedStore mounted) {
    String store = mounted.databases().store();
    return !store.equals(Databases.ALONE)
        && stores.values().stream()
            .noneMatch(other -> other != mounted && other.databases().store().equals(store));
  }

  private static boolean fits(String path) {
    return path.length() <= MOST_DIRECTORY_CHARACTERS && path.chars().allMatch(c -> c < 0x80);
  }

  private String madeUp() {
    return MADE_UP + next.getAndIncrement();
  }

  /** Takes a store's names away from SQLite. */
  public void unmount(MountedStore store) {
    stores.remove(store.directory(), store);
  }

  /** The mounted store that has the database with a file of that name. */
  Optional<MountedStore> storeOf(String name) {
    return FileNames.parse(name)
        .flatMap(parts -> Optional.ofNullable(stores.get(parts.directory())));
  }

  /** Every store that is mounted. */
  Collection<MountedStore> mounted() {
    return stores.values();
  }

  /**
   * The full name of a main file, from what a statement calls it: {@code PATH/DATABASE}, or {@code
   * PATH} alone for the database {@code main}.
   *
   * @return nothing when that is no database of a store
   */
  public Optional<String> fullName(String name) {
    if (name.startsWith(MADE_UP)) {
      int end = name.indexOf(FileNames.SEPARATOR, MADE_UP.length());
      return Optional.of(
          end < 0 ? name : name.substring(0, end + 1) + FileNames.escape(name.substring(end + 1)));
    }
    try {
      Path path = Path.of(name).toAbsolutePath().normalize();
      return fullName(path, DEFAULT_DATABASE).or(() -> inParents(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<String> inParents(Path path) {
    for (Path store = path.getParent(); store != null; store = store.getParent()) {
      Optional<String> name = fullName(store, store.relativize(path).toString());
      if (name.isPresent()) {
        return name;
      }
    }
    return Optional.empty();
  }

  private Optional<String> fullName(Path store, String database) {
    boolean known = stores.containsKey(store.toString()) || others.isStore(store);
    return known
        ? Optional.of(store.toString() + FileNames.SEPARATOR + FileNames.escape(database))
        : Optional.empty();
  }

  /** The file of that name, if it belongs to a store that is mounted. */
  public Optional<NamedFile> find(String name) {
    Optional<FileNames.Parts> parsed = FileNames.parse(name);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    FileNames.Parts parts = parsed.get();
    MountedStore store = stores.get(parts.directory());
    if (parts.isSuperJournal()) {
      return superJournal(name, store);
    }
    if (store != null) {
      return parts.tag().map(tag -> store.file(parts.database(), tag));
    }
    return Optional.empty();
  }

  /** Whether a name can only be that of a mounted file, also when it is none at the moment. */
  public static boolean isMadeUp(String name) {
    return name.startsWith(MADE_UP);
  }

  /**
   * Super-journals are found by their whole name in whichever store has them: they were perhaps
   * made by another process, when the store was called otherwise.
   */
  private Optional<NamedFile> superJournal(String name, @Nullable MountedStore named) {
    SuperJournals journals = new SuperJournals(this);
    return named != null || journals.isKnown(name)
        ? Optional.of(journals.file(name, Optional.ofNullable(named)))
        : Optional.empty();
  }

  /**
   * Mounts the store that a name belongs to, which is not mounted yet.
   *
   * @return nothing when there is no such store; otherwise the caller has a lease of it
   */
  public Optional<MountedStore> mountFor(String name, boolean readOnly) {
    return FileNames.parse(name)
        .filter(parts -> !isMadeUp(name) && !stores.containsKey(parts.directory()))
        .flatMap(parts -> others.mount(this, parts.directory(), readOnly));
  }

  /**
   * Looks into a store by the name that {@link Databases#store} gives it, mounted or not.
   *
   * @return nothing when there is no such store
   * @throws StoreException when it cannot be opened
   */
  <T> Optional<T> look(String store, Function<MountedStore, T> question) {
    for (MountedStore mounted : stores.values()) {
      if (mounted.databases().store().equals(store)) {
        return Optional.of(question.apply(mounted));
      }
    }
    Optional<MountedStore> leased = others.mount(this, store, true);
    try {
      return leased.map(question);
    } finally {
      leased.ifPresent(MountedStore::giveBack);
    }
  }
}
