package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trying things out in the shell: the store has all of it or nothing. */
final class ReplSandboxTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");
  private String before = "";

  @BeforeEach
  void makeStore() throws Exception {
    store = Stores.small(dir.resolve("app.kv"));
    before = Stores.dump(store);
  }

  private Cli repl(String input, Object... more) {
    Object[] args = new Object[4 + more.length];
    args[0] = "repl";
    args[1] = store;
    args[2] = "--mode";
    args[3] = "csv";
    System.arraycopy(more, 0, args, 4, more.length);
    Cli run = Cli.runWithInput(input, args);
    return new Cli(run.exit(), run.out().replace("\r", ""), run.err().replace("\r", ""));
  }

  @Test
  void whatIsDiscardedNeverReachesTheStore() throws Exception {
    Cli run =
        repl(
            """
            .sandbox
            .sandbox on
            DELETE FROM t WHERE id > 1;
            SELECT count(*) AS inside FROM t;
            .sandbox
            .sandbox discard
            SELECT count(*) AS outside FROM t;
            """);

    assertThat(run)
        .isEqualTo(
            new Cli(
                0,
                "inside\n1\noutside\n3\n",
                """
                .sandbox off: everything happens on the store
                sandbox: nothing reaches the store before .sandbox keep
                .sandbox on: 2 chunks written (8,192 bytes), 0 deleted
                discarded: 2 chunks written (8,192 bytes), 0 deleted; the store is as it was
                """));
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void whatIsKeptIsInTheStore() {
    Cli run =
        repl(
            """
            .sandbox on
            PRAGMA journal_mode=WAL;
            INSERT INTO t VALUES(7, 'seven');
            .sandbox keep
            SELECT max(id) AS most FROM t;
            """);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo("journal_mode\nwal\nmost\n7\n");
    assertThat(run.err()).contains("keep: 2 chunks written (8,192 bytes), 0 deleted\n");
    assertThat(Cli.clean("check", store)).endsWith(" main: clean\n");
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT max(id) FROM t"))
        .isEqualToNormalizingNewlines("max(id)\n7\n");
  }

  @Test
  void leavingWithASandboxThrowsItAwayAndSaysSo() throws Exception {
    Cli run = repl(".sandbox on\nDELETE FROM t;\n");

    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .endsWith(
            "kvsql repl: the sandbox will be discarded: 2 chunks written (8,192 bytes), 0 deleted\n");
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void aTransactionIsEndedFirstAndTheSandboxStaysClosed() throws Exception {
    Cli run =
        repl(
            """
            BEGIN;
            .sandbox on
            COMMIT;
            .sandbox keep
            .sandbox on
            .sandbox on
            BEGIN;
            .sandbox keep
            .sandbox discard
            ROLLBACK;
            -- what is attached is outside
            ATTACH 'other.db' AS other;
            .sandbox perhaps
            """);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            kvsql repl: line 2: a transaction is open; COMMIT or ROLLBACK first
            kvsql repl: line 4: there is no sandbox; try: .sandbox on
            sandbox: nothing reaches the store before .sandbox keep
            kvsql repl: line 6: this is a sandbox already
            kvsql repl: line 8: a transaction is open; COMMIT or ROLLBACK first
            kvsql repl: line 9: a transaction is open; COMMIT or ROLLBACK first
            kvsql repl: line 12: ATTACH reaches out of the sandbox; leave it first with .sandbox discard
            kvsql repl: line 13: .sandbox takes on, keep or discard, not perhaps
            """);
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void chunksCanBeBrokenInIt() throws Exception {
    Cli run =
        repl(
            """
            .drop 1
            .truncate 4096 --apply
            .sandbox on
            .drop 1
            .chunks
            .check quick
            .sandbox discard
            .sandbox on
            .truncate 4196 main --apply
            .chunks
            .sandbox discard
            .check quick
            """);

    assertThat(run.out())
        .contains(
            """
              chunks  count  expected bytes  stored bytes  condition
                   0      1           4,096         4,096  present
                   1      1           4,096             0  missing
            """)
        .contains("error CHUNK-MISSING  main chunk 1 (byte 4096)")
        .contains("main: 4,196 bytes, 2 chunks in the store, 4,196 bytes\n")
        .contains("truncate from 8,192 to 4,196 bytes; simulated first\n")
        .endsWith(" main: clean\n");
    assertThat(run.err())
        .startsWith(
            """
            kvsql repl: line 1: there is no sandbox; try: .sandbox on
            kvsql repl: line 2: --apply is for a sandbox; for the store itself leave, then: kvsql truncate STORE --size SIZE --apply
            """);
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void aStoreThatIsOnlyReadKeepsNothing() throws Exception {
    Cli run =
        repl(
            ".sandbox on\nDELETE FROM t;\nSELECT count(*) AS n FROM t;\n.sandbox keep\n",
            "--read-only");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("n\n0\n");
    assertThat(run.err())
        .contains("line 4: the store is open for reading only; .sandbox discard leaves\n");
    assertThat(Stores.dump(store)).isEqualTo(before);
  }
}
