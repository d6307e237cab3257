package dev.kvsql.damage.library;

import static dev.kvsql.damage.library.Making.CHUNK;
import static dev.kvsql.damage.library.Making.database;
import static dev.kvsql.damage.library.Making.table;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Stores with journals, WALs and shared memory that were left, whole or damaged. */
final class DamagedJournals {
  private static final String UPDATE = "UPDATE t SET body = 'y' WHERE id < 4";

  private DamagedJournals() {}

  static List<DamagedStore> all() {
    return Stream.of(hot(), broken(), stale()).flatMap(List::stream).toList();
  }

  private static List<DamagedStore> hot() {
    return List.of(
        new DamagedStore(
            "journal-hot",
            "A process died in the middle of a commit.",
            database(() -> Damage.crashedCommit(Damage.pages22(), UPDATE))),
        new DamagedStore(
            "journal-hot-pages-of-1024",
            "A process died as it committed a DELETE in a database of small pages.",
            database(
                () -> Damage.crashedCommit(Damage.pages86Of1024(), "DELETE FROM t WHERE id > 20"))),
        new DamagedStore(
            "journal-hot-that-mends",
            "A process died in a commit; a chunk that the journal has whole is damaged.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), UPDATE)
                    .change(FileTag.MAIN, 4, page -> new byte[CHUNK]))),
        new DamagedStore(
            "wal-hot",
            "A process died with two transactions in its WAL.",
            database(DamagedJournals::wal)),
        new DamagedStore(
            "wal-hot-pages-of-16384",
            "A process died with transactions in a WAL of large pages.",
            database(() -> Damage.crashedInWal(table(16384, 40, 900), UPDATE))));
  }

  private static Damage wal() throws Exception {
    return Damage.crashedInWal(
        Damage.pages22(), UPDATE, "INSERT INTO t VALUES(99, 'the last one')");
  }

  private static List<DamagedStore> broken() {
    return List.of(
        new DamagedStore(
            "journal-hot-and-main-cut",
            "A process died in a commit, and the main file's size is too small.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), UPDATE).size(FileTag.MAIN, 10 * CHUNK))),
        new DamagedStore(
            "journal-hot-and-main-without-meta",
            "A process died in a commit, and the main file's meta is gone.",
            database(
                () -> Damage.crashedCommit(Damage.pages22(), UPDATE).withoutMeta(FileTag.MAIN))),
        new DamagedStore(
            "journal-hot-beside-a-broken-wal-meta",
            "A process died in a commit, and the meta of a WAL is no meta.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), UPDATE).meta(FileTag.WAL, new byte[3]))),
        new DamagedStore(
            "journal-without-its-first-chunk",
            "A process died in a commit, and the chunk with the journal's header is gone.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), UPDATE).delete(FileTag.JOURNAL, 0, 1))),
        new DamagedStore(
            "journal-cut",
            "A process died in a commit, and its journal's size is too small.",
            database(
                () -> Damage.crashedCommit(Damage.pages22(), UPDATE).size(FileTag.JOURNAL, 9000))),
        new DamagedStore(
            "journal-with-a-damaged-record",
            "A process died in a commit, and one record of its journal is garbage.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), UPDATE)
                    .change(FileTag.JOURNAL, 2, old -> Making.filled(old.length, 0x5a)))),
        new DamagedStore(
            "wal-cut",
            "The WAL's size is that of an earlier moment; a transaction lies past it.",
            database(() -> wal().size(FileTag.WAL, 32 + 3 * (24 + CHUNK)))),
        new DamagedStore(
            "wal-with-a-hole",
            "A chunk in the middle of the WAL's transactions is gone.",
            database(() -> wal().delete(FileTag.WAL, 2, 1))),
        new DamagedStore(
            "wal-without-its-meta",
            "The meta of a WAL with two transactions was deleted; its chunks are there.",
            database(() -> wal().withoutMeta(FileTag.WAL))),
        new DamagedStore(
            "wal-without-its-first-chunk",
            "The chunk with the WAL's header is gone.",
            database(() -> wal().delete(FileTag.WAL, 0, 1))));
  }

  private static List<DamagedStore> stale() {
    return List.of(
        new DamagedStore(
            "journal-finished",
            "The journal of a finished transaction stays, in PERSIST mode.",
            database(() -> Damage.pages22().run("PRAGMA journal_mode=PERSIST", UPDATE))),
        new DamagedStore(
            "journal-emptied",
            "The journal of a finished transaction was emptied, in TRUNCATE mode.",
            database(() -> table(1024, 20, 300).run("PRAGMA journal_mode=TRUNCATE", UPDATE))),
        new DamagedStore(
            "journal-emptied-by-halves",
            "A process died as it emptied its journal: the size is 0, the chunks are there.",
            database(
                () -> Damage.crashedCommit(Damage.pages22(), UPDATE).size(FileTag.JOURNAL, 0))),
        new DamagedStore(
            "journal-of-text",
            "Somebody stored a text where the journal is.",
            database(() ->
                Damage.pages22()
                    .file(
                        FileTag.JOURNAL,
                        "no journal, but text. ".repeat(60).getBytes(StandardCharsets.US_ASCII)))),
        new DamagedStore(
            "journal-beside-an-empty-main-file",
            "The main file was emptied, and a journal is left.",
            database(() ->
                Damage.crashedCommit(Damage.pages22(), UPDATE)
                    .delete(FileTag.MAIN, 0, 22)
                    .size(FileTag.MAIN, 0))),
        new DamagedStore(
            "sidecars-without-a-byte",
            "Journal, WAL and shared memory are there, all of 0 bytes.",
            database(() ->
                Damage.pages22()
                    .size(FileTag.JOURNAL, 0)
                    .size(FileTag.WAL, 0)
                    .size(FileTag.SHM, 0))),
        new DamagedStore(
            "shared-memory",
            "Shared memory of a process that is gone.",
            database(() -> Damage.pages22().file(FileTag.SHM, new byte[32768]))));
  }
}
