package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The super-journals of mounted stores (sqlite.org/atomiccommit.html, "Multi-file Commit"). A
 * transaction over several databases makes one in the store of the connection's main database,
 * names it in the journal of each database, and is committed at the moment when it is deleted.
 */
final class SuperJournals {
  private final Namespace names;

  SuperJournals(Namespace names) {
    this.names = names;
  }

  /** The file of that name; it is made in {@code keeper}. */
  NamedFile file(String name, Optional<MountedStore> keeper) {
    return new File(name, keeper);
  }

  /** Whether any mounted store has heard of it. */
  boolean isKnown(String name) {
    return names.mounted().stream().anyMatch(store -> in(store, name).isPresent());
  }

  private static Optional<SuperJournal> in(MountedStore store, String name) {
    byte[] value = store.superJournals().get(key(name));
    return value == null ? Optional.empty() : SuperJournal.decode(value);
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the transaction may still be rolled back. */
  private boolean exists(String name) {
    for (MountedStore store : names.mounted()) {
      Optional<SuperJournal> found = in(store, name);
      if (found.isPresent() && isKept(name, found.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean isKept(String name, SuperJournal found) {
    return switch (found) {
      case SuperJournal.Kept _ -> true;
      case SuperJournal.KeptBy(String store) ->
          names
              .look(store, keeper -> in(keeper, name).isPresent())
              .orElseThrow(() ->
                  new StoreException.Failed(
                      "the journal belongs to a transaction that was over databases of "
                          + store
                          + " too, and only that store knows whether it was committed; put it back there",
                      null));
    };
  }

  /**
   * Removes what no journal refers to: a process that was killed while it recovered leaves it.
   *
   * @param store may be written
   */
  void removeUnused(MountedStore store) {
    List<byte[]> unused = new ArrayList<>();
    for (Iterator<Entry> all = store.superJournals().scan(KeyRange.ALL); all.hasNext(); ) {
      Entry entry = all.next();
      String name = new String(entry.key(), StandardCharsets.UTF_8);
      Optional<SuperJournal> found = SuperJournal.decode(entry.value());
      if (found.isPresent() && !isNamed(name, found.get(), store)) {
        unused.add(entry.key());
      }
    }
    if (!unused.isEmpty()) {
      WriteBatch.Builder batch = WriteBatch.builder();
      unused.forEach(batch::delete);
      try {
        store.superJournals().apply(batch.build(), Durability.LAZY);
      } catch (StoreException e) {
        // They do no harm, and whoever writes to the store will hear of it.
      }
    }
  }

  private boolean isNamed(String name, SuperJournal found, MountedStore store) {
    return switch (found) {
      case SuperJournal.Kept kept -> isNamedByMember(name, kept, store);
      case SuperJournal.KeptBy _ ->
          store.databases().names().stream()
              .anyMatch(database -> SuperJournalName.isIn(store, database, name));
    };
  }

  /** Whether the journal of any database of the transaction still counts on it. */
  private boolean isNamedByMember(String name, SuperJournal.Kept kept, MountedStore keeper) {
    return kept.members().stream().anyMatch(member -> isNamedBy(name, member, keeper));
  }

  /** A store that cannot be looked into may have such a journal. */
  private boolean isNamedBy(String name, SuperJournal.Member member, MountedStore keeper) {
    String database = member.database();
    if (member.store().isEmpty()) {
      return SuperJournalName.isIn(keeper, database, name);
    }
    try {
      return names
          .look(member.store().get(), store -> SuperJournalName.isIn(store, database, name))
          .orElse(true);
    } catch (StoreException e) {
      return true;
    }
  }

  private final class File implements NamedFile {
    private final String name;
    private final Optional<MountedStore> keeper;

    File(String name, Optional<MountedStore> keeper) {
      this.name = name;
      this.keeper = keeper;
    }

    /**
     * What is in one that exists SQLite reads for one reason: to see whether all its journals are
     * gone, and then to delete it. That is looked at in {@link #delete}, so it reads as empty.
     */
    @Override
    public Optional<OpenFile> open(boolean create) {
      if (create && keeper.isPresent()) {
        return Optional.of(new SuperJournalFile(members -> keep(keeper.get(), members)));
      }
      return exists() ? Optional.of(new SuperJournalFile(members -> {})) : Optional.empty();
    }

    @Override
    public boolean exists() {
      return SuperJournals.this.exists(name);
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    /**
     * Notes the transaction in every store that takes part, before any journal names it.
     *
     * @throws StoreException.Failed when a file takes part that is in no store
     */
    private void keep(MountedStore store, List<String> journals) {
      List<SuperJournal.Member> members = new ArrayList<>();
      for (String journal : journals) {
        MountedStore at =
            names
                .storeOf(journal)
                .filter(found -> !found.databases().store().equals(Databases.ALONE))
                .orElseThrow(() ->
                    new StoreException.Failed(
                        "a transaction over databases of a store and other files ("
                            + journal
                            + ") cannot be atomic: commit them one after the other",
                        null));
        Optional<String> elsewhere =
            at == store ? Optional.empty() : Optional.of(at.databases().store());
        members.add(new SuperJournal.Member(elsewhere, FileNames.database(journal)));
        if (at != store) {
          put(at.superJournals(), new SuperJournal.KeptBy(store.databases().store()));
        }
      }
      put(store.superJournals(), new SuperJournal.Kept(members));
    }

    private void put(ChunkStore journals, SuperJournal journal) {
      journals.apply(
          WriteBatch.builder().put(key(name), journal.encode()).build(), Durability.FORCED);
    }

    /**
     * Who made it commits by deleting it, durably; everybody's pages must be in the store by then.
     * Who found it deletes it when one database is recovered, and it stays while another is not.
     */
    @Override
    public boolean delete(Durability durability) {
      MountedStore store = keeping();
      if (store == null || !(in(store, name).orElse(null) instanceof SuperJournal.Kept kept)) {
        return false;
      }
      boolean commits = durability == Durability.FORCED;
      if (commits) {
        kept.members().forEach(member -> handOver(member, store));
      } else if (isNamedByMember(name, kept, store)) {
        return true;
      }
      store.superJournals().apply(WriteBatch.builder().delete(key(name)).build(), durability);
      kept.members().forEach(this::forget);
      return true;
    }

    private @Nullable MountedStore keeping() {
      for (MountedStore store : names.mounted()) {
        if (in(store, name).orElse(null) instanceof SuperJournal.Kept) {
          return store;
        }
      }
      return null;
    }

    private void handOver(SuperJournal.Member member, MountedStore keeper) {
      mountedStore(member, keeper)
          .flatMap(store -> store.files(member.database()))
          .ifPresent(DatabaseFiles::handOver);
    }

    private Optional<MountedStore> mountedStore(SuperJournal.Member member, MountedStore keeper) {
      return member.store().isEmpty()
          ? Optional.of(keeper)
          : names.mounted().stream()
              .filter(store -> store.databases().store().equals(member.store().get()))
              .findFirst();
    }

    /** What the other stores noted means nothing now; one that is not there keeps it. */
    private void forget(SuperJournal.Member member) {
      member
          .store()
          .flatMap(elsewhere ->
              names.mounted().stream()
                  .filter(store -> store.databases().store().equals(elsewhere))
                  .findFirst())
          .ifPresent(store ->
              store
                  .superJournals()
                  .apply(WriteBatch.builder().delete(key(name)).build(), Durability.LAZY));
    }
  }
}
