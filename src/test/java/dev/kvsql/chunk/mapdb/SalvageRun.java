package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import java.nio.file.Path;
import java.time.Duration;

/** Salvages a store and prints how that ended. */
final class SalvageRun {
  private SalvageRun() {}

  public static void main(String[] arguments) {
    try {
      StoreSalvage.carryOut(Path.of(arguments[0]), Duration.ZERO);
      System.out.println("salvaged");
    } catch (StoreException e) {
      System.out.println(e.getMessage());
    }
  }
}
