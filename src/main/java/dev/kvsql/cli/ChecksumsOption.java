package dev.kvsql.cli;

import dev.kvsql.chunk.Checksums;
import picocli.CommandLine.Option;

/** Whether a database that a command makes keeps checksums. */
final class ChecksumsOption {
  @Option(
      names = "--checksums",
      description = "Keep a CRC32C of each chunk beside the database, for kvsql check.")
  private boolean kept;

  Checksums checksums() {
    return kept ? Checksums.CRC32C : Checksums.NONE;
  }
}
