package dev.kvsql.cli;

import dev.kvsql.check.Damage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each policy does when it truncates a real database of 22 chunks. */
final class TruncatePoliciesTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    store = Stores.of(dir.resolve("app.kv"), Damage.pages22().store());
  }

  @Test
  void kvsqlToAMultipleOfAChunk() {
    Cli.run("truncate", store, "--size", "4096")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,096 bytes; simulated, nothing was changed
            policy: kvsql, this program: a write buffer, handed over as one atomic batch
            plan
              meta: 4,096 bytes
              last chunk: 0, 4,096 bytes
              chunks that fall away: 21, from chunk 1
            operations: 1, atomic
              1 batch: put 08010000 (meta of main), 10 bytes
                       delete range 0801010000000001 (chunk 1 of main) up to 08010101
            cache: 22 chunks around both ends read before
              chunks 1-21: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,096 bytes
            new process: reads 4,096 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void kvsqlIntoAChunk() {
    Cli.run("truncate", store, "--size", "4196")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: kvsql, this program: a write buffer, handed over as one atomic batch
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 1, atomic
              1 batch: put 08010000 (meta of main), 10 bytes
                       delete range 0801010000000002 (chunk 2 of main) up to 08010101
                       put 0801010000000001 (chunk 1 of main), 100 bytes
            cache: 22 chunks around both ends read before
              chunk 1: replaced, 4,096 bytes before, 100 bytes after
              chunks 2-21: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,196 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void nativeBeforeToAMultipleOfAChunk() {
    Cli.run("truncate", store, "--size", "4096", "--policy", "native-before")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,096 bytes; simulated, nothing was changed
            policy: native-before, Rivet's native VFS before #4637: evicts up to the wrong chunk, first of all
            plan
              meta: 4,096 bytes
              last chunk: 0, 4,096 bytes
              chunks that fall away: 21, from chunk 1
            operations: 2, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch: delete range 0801010000000001 (chunk 1 of main) up to 08010101
            cache: 22 chunks around both ends read before
              chunks 2-21: evicted
            invariants, after the truncate and after growing back
              C1 BROKEN  holds   no cached chunk has an index past the last chunk
                 after: chunk 1 is cached, the file ends with chunk 0
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 BROKEN  BROKEN  a cached chunk exists in the store
                 after: chunk 1 is cached, the store has none
                 grown: chunk 1 is cached, the store has none
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   BROKEN  reading through the cache equals reading without it
                 grown: byte 4,096 (chunk 1, byte 0 of it): expected 00, found 05
            store: nothing past the end at 4,096 bytes
            new process: reads 4,096 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void nativeBeforeIntoAChunk() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "native-before")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: native-before, Rivet's native VFS before #4637: evicts up to the wrong chunk, first of all
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 4, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 get 0801010000000001 (chunk 1 of main), 4,096 bytes
              3 batch: put 0801010000000001 (chunk 1 of main), 100 bytes
              4 batch: delete range 0801010000000002 (chunk 2 of main) up to 08010101
            cache: 22 chunks around both ends read before
              chunks 2-21: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 BROKEN  BROKEN  a cached chunk equals the stored one: same bytes, same length
                 after: chunk 1: 4,096 bytes cached, 100 bytes stored
                 grown: chunk 1: 4,096 bytes cached, 100 bytes stored
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   BROKEN  reading through the cache equals reading without it
                 grown: byte 5,185 (chunk 1, byte 1,089 of it): expected 00, found 97
            store: nothing past the end at 4,196 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void nativeAfterToAMultipleOfAChunk() {
    Cli.run("truncate", store, "--size", "4096", "--policy", "native-after")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,096 bytes; simulated, nothing was changed
            policy: native-after, Rivet's native VFS after #4637: a truncate in three operations
            plan
              meta: 4,096 bytes
              last chunk: 0, 4,096 bytes
              chunks that fall away: 21, from chunk 1
            operations: 2, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch: delete range 0801010000000001 (chunk 1 of main) up to 08010101
            cache: 22 chunks around both ends read before
              chunks 1-21: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,096 bytes
            new process: reads 4,096 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void nativeAfterIntoAChunk() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "native-after")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: native-after, Rivet's native VFS after #4637: a truncate in three operations
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 3, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch: put 0801010000000001 (chunk 1 of main), 100 bytes
              3 batch: delete range 0801010000000002 (chunk 2 of main) up to 08010101
            cache: 22 chunks around both ends read before
              chunk 1: replaced, 4,096 bytes before, 100 bytes after
              chunks 2-21: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,196 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void wasmToAMultipleOfAChunk() {
    Cli.run("truncate", store, "--size", "4096", "--policy", "wasm")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,096 bytes; simulated, nothing was changed
            policy: wasm, Rivet's WASM VFS: no cache, deletes in batches of 128 keys
            plan
              meta: 4,096 bytes
              last chunk: 0, 4,096 bytes
              chunks that fall away: 21, from chunk 1
            operations: 2, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch: delete range 0801010000000001 (chunk 1 of main) up to 0801010000000016
            cache: holds nothing
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,096 bytes
            new process: reads 4,096 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void wasmIntoAChunk() {
    Cli.run("truncate", store, "--size", "4196", "--policy", "wasm")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncate from 90,112 to 4,196 bytes; simulated, nothing was changed
            policy: wasm, Rivet's WASM VFS: no cache, deletes in batches of 128 keys
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 20, from chunk 2
            operations: 4, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 get 0801010000000001 (chunk 1 of main), 4,096 bytes
              3 batch: put 0801010000000001 (chunk 1 of main), 100 bytes
              4 batch: delete range 0801010000000002 (chunk 2 of main) up to 0801010000000016
            cache: holds nothing
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            store: nothing past the end at 4,196 bytes
            new process: reads 4,196 bytes, as after the truncate; grown back, the file is right
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void allSideBySideToAMultipleOfAChunk() {
    Cli.run("truncate", store, "--size", "4096", "--policy", "all")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncate from 90,112 to 4,096 bytes; simulated, nothing was changed
            plan
              meta: 4,096 bytes
              last chunk: 0, 4,096 bytes
              chunks that fall away: 21, from chunk 1
            policies, each invariant after the truncate / after growing back
                           kvsql          native-before    native-after   wasm
              operations   1              2                2              2
              size         4,096          4,096            4,096          4,096
              C1           holds / holds  BROKEN / holds   holds / holds  holds / holds
              C2           holds / holds  holds / holds    holds / holds  holds / holds
              C3           holds / holds  BROKEN / BROKEN  holds / holds  holds / holds
              C4           holds / holds  holds / holds    holds / holds  holds / holds
              C5           holds / holds  holds / BROKEN   holds / holds  holds / holds
              store        nothing left   nothing left     nothing left   nothing left
              new process  as after       as after         as after       as after
              verdict      holds          BROKEN           holds          holds
            native-before
              C1 after: chunk 1 is cached, the file ends with chunk 0
              C3 after: chunk 1 is cached, the store has none
              C3 grown: chunk 1 is cached, the store has none
              C5 grown: byte 4,096 (chunk 1, byte 0 of it): expected 00, found 05
              store: nothing past the end at 4,096 bytes
            """
                .replace("STORE", store.toString()));
  }
}
