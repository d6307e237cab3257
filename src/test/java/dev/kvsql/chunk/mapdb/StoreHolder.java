package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.ChildJvm;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** A program that holds a store open until its input ends. */
public final class StoreHolder {
  private StoreHolder() {}

  /** Arguments: the store, and the access. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    try (MapDbStore store = MapDbStore.open(Path.of(arguments[0]), Access.valueOf(arguments[1]))) {
      out.println("has " + store.databases());
      while (System.in.read() >= 0) {
        out.println("still there");
      }
    } catch (StoreException.Locked e) {
      out.println("refused: " + e.getMessage());
    }
  }

  /** A child that has a store open, whose database is main. */
  public static ChildJvm start(Path store, Access access) throws IOException {
    ChildJvm holder = ChildJvm.start(StoreHolder.class, store.toString(), access.name());
    assertThat(holder.line()).isEqualTo("has [main]");
    return holder;
  }
}
