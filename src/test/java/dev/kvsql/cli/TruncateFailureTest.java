package dev.kvsql.cli;

import dev.kvsql.check.Damage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncates of a real database of 22 chunks whose operations fail. */
final class TruncateFailureTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    store = Stores.of(dir.resolve("app.kv"), Damage.pages22().store());
  }

  @Test
  void whenThePutOfTheMetaFailsNothingHappens() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "native-after", "--fail-at", "1")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: native-after, Rivet's native VFS after #4637: a truncate in three operations
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 1, atomic; the store refused operation 1
              1 batch, refused: put 08010000 (meta of main), 10 bytes
            cache: 22 chunks around both ends read before
              unchanged
            program: got an error; size 90,112 bytes, as before the truncate
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 90,112 bytes
            new process: reads 90,112 bytes, as before the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void whenThePutOfTheChunkFailsItStaysTooLong() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "native-after", "--fail-at", "2")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: native-after, Rivet's native VFS after #4637: a truncate in three operations
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 2, each atomic by itself; the store refused operation 2
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch, refused: put 0801010000000001 (chunk 1 of main), 100 bytes
            cache: 22 chunks around both ends read before
              chunks 2-21: evicted
            program: got an error; size 4,196 bytes, as after the truncate
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   BROKEN  reading through the cache equals reading without it
                 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            store: left past the end at 4,196 bytes: the last chunk is 3,996 bytes too long; 20 orphan chunks (2-21), 81,920 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is WRONG
              grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void whenTheDeleteFailsTheOrphansStay() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "native-after", "--fail-at", "3")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: native-after, Rivet's native VFS after #4637: a truncate in three operations
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 3, each atomic by itself; the store refused operation 3
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch: put 0801010000000001 (chunk 1 of main), 100 bytes
              3 batch, refused: delete range 0801010000000002 (chunk 2 of main) up to 08010101
            cache: 22 chunks around both ends read before
              chunk 1: replaced, 4,096 bytes before, 100 bytes after
              chunks 2-21: evicted
            program: got an error; size 4,196 bytes, as after the truncate
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   BROKEN  reading through the cache equals reading without it
                 grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
            store: left past the end at 4,196 bytes: 20 orphan chunks (2-21), 81,920 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is WRONG
              grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void whenTheBatchOfKvsqlFailsNothingHappens() {
    Cli.run("truncate", store, "--size", "4196", "--fail-at", "1")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: kvsql, this program: a write buffer, handed over as one atomic batch
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 1, atomic; the store refused operation 1
              1 batch, refused: put 08010000 (meta of main), 10 bytes
                                delete range 0801010000000002 (chunk 2 of main) up to 08010101
                                put 0801010000000001 (chunk 1 of main), 100 bytes
            cache: 22 chunks around both ends read before
              unchanged
            program: got an error; size 90,112 bytes, as before the truncate
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 90,112 bytes
            new process: reads 90,112 bytes, as before the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void theFirstOperationOfAll() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "all", "--fail-at", "1")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            fault: the store refuses operation 1
            policies, each invariant after the truncate / after growing back
                           kvsql          native-before  native-after   wasm
              operations   1              1              1              1
              size         90,112         90,112         90,112         90,112
              C1           holds / holds  holds / holds  holds / holds  holds / holds
              C2           holds / holds  holds / holds  holds / holds  holds / holds
              C3           holds / holds  holds / holds  holds / holds  holds / holds
              C4           holds / holds  holds / holds  holds / holds  holds / holds
              C5           holds / holds  holds / holds  holds / holds  holds / holds
              store        nothing left   nothing left   nothing left   nothing left
              new process  as before      as before      as before      as before
              verdict      holds          holds          holds          holds
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void theSecondOperationOfAll() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "all", "--fail-at", "2")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            fault: the store refuses operation 2
            policies, each invariant after the truncate / after growing back
                           kvsql             native-before           native-after            wasm
              operations   -                 2                       2                       2
              size         -                 4,196                   4,196                   4,196
              C1           -                 holds / holds           holds / holds           holds / holds
              C2           -                 holds / holds           holds / holds           holds / holds
              C3           -                 holds / holds           holds / holds           holds / holds
              C4           -                 holds / holds           holds / holds           holds / holds
              C5           -                 holds / BROKEN          holds / BROKEN          holds / BROKEN
              store        -                 long chunk, 20 orphans  long chunk, 20 orphans  long chunk, 20 orphans
              new process  -                 as after, grown WRONG   as after, grown WRONG   as after, grown WRONG
              verdict      only 1 operation  BROKEN                  BROKEN                  BROKEN
            native-before
              C5 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
              store: left past the end at 4,196 bytes: the last chunk is 3,996 bytes too long; 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            native-after
              C5 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
              store: left past the end at 4,196 bytes: the last chunk is 3,996 bytes too long; 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            wasm
              C5 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
              store: left past the end at 4,196 bytes: the last chunk is 3,996 bytes too long; 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void theThirdOperationOfAll() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "all", "--fail-at", "3")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            fault: the store refuses operation 3
            policies, each invariant after the truncate / after growing back
                           kvsql             native-before           native-after           wasm
              operations   -                 3                       3                      3
              size         -                 4,196                   4,196                  4,196
              C1           -                 holds / holds           holds / holds          holds / holds
              C2           -                 holds / holds           holds / holds          holds / holds
              C3           -                 holds / holds           holds / holds          holds / holds
              C4           -                 holds / holds           holds / holds          holds / holds
              C5           -                 holds / BROKEN          holds / BROKEN         holds / BROKEN
              store        -                 long chunk, 20 orphans  20 orphans             long chunk, 20 orphans
              new process  -                 as after, grown WRONG   as after, grown WRONG  as after, grown WRONG
              verdict      only 1 operation  BROKEN                  BROKEN                 BROKEN
            native-before
              C5 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
              store: left past the end at 4,196 bytes: the last chunk is 3,996 bytes too long; 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            native-after
              C5 grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
              store: left past the end at 4,196 bytes: 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
            wasm
              C5 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
              store: left past the end at 4,196 bytes: the last chunk is 3,996 bytes too long; 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void theFourthOperationOfAll() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "all", "--fail-at", "4")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            fault: the store refuses operation 4
            policies, each invariant after the truncate / after growing back
                           kvsql             native-before          native-after       wasm
              operations   -                 4                      -                  4
              size         -                 4,196                  -                  4,196
              C1           -                 holds / holds          -                  holds / holds
              C2           -                 BROKEN / BROKEN        -                  holds / holds
              C3           -                 holds / holds          -                  holds / holds
              C4           -                 holds / holds          -                  holds / holds
              C5           -                 holds / BROKEN         -                  holds / BROKEN
              store        -                 20 orphans             -                  20 orphans
              new process  -                 as after, grown WRONG  -                  as after, grown WRONG
              verdict      only 1 operation  BROKEN                 only 3 operations  BROKEN
            native-before
              C2 after: chunk 1: 4,096 bytes cached, 100 bytes stored
              C2 grown: chunk 1: 4,096 bytes cached, 100 bytes stored
              C5 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
              store: left past the end at 4,196 bytes: 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
            wasm
              C5 grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
              store: left past the end at 4,196 bytes: 20 orphan chunks (2-21), 81,920 bytes
              new process, grown: byte 8,192 (chunk 2, byte 0 of it): expected 00, found 0d
            """
                .replace("STORE", store.toString()));
  }
}
