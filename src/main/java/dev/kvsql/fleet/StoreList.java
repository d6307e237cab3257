package dev.kvsql.fleet;

import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.StoreNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The stores that paths name: files as they are, and in directories everything that is a store. In
 * the order of the paths, and by name in a directory; what is named twice is there once.
 */
public final class StoreList {
  /** What file systems put into every volume, for their own repair tools only. */
  private static final String LOST_AND_FOUND = "lost+found";

  private final List<FoundStore> stores = new ArrayList<>();
  private final StopSignal stop;
  private final Set<Path> seen = new HashSet<>();
  private long otherFiles;

  /** Stores and directories that were come across, also those that are in the list already. */
  private long named;

  private StoreList(StopSignal stop) {
    this.stop = stop;
  }

  /**
   * Looks for the stores; a directory that has none, or cannot be read, is told with them.
   *
   * @param stop ends the search early
   */
  public static StoreList of(List<Path> paths, StopSignal stop) {
    StoreList list = new StoreList(stop);
    paths.forEach(list::add);
    return list;
  }

  List<FoundStore> stores() {
    return List.copyOf(stores);
  }

  /** Files in the directories that are no stores, nor belong to one. */
  long otherFiles() {
    return otherFiles;
  }

  private void add(Path path) {
    if (!Files.isDirectory(path)) {
      addOnce(path, slashes(path.normalize()));
      return;
    }
    long before = named;
    walk(path, path);
    if (named == before) {
      stores.add(
          FoundStore.not(
              path, "", new StoreException.Missing(path + ": no store in this directory")));
    }
  }

  private void walk(Path root, Path directory) {
    if (stop.isStopped() || !seen.add(real(directory))) {
      named++;
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        if (Files.isDirectory(entry)) {
          if (!entry.endsWith(LOST_AND_FOUND)) {
            walk(root, entry);
          }
        } else {
          visit(root, entry);
        }
      }
    } catch (IOException e) {
      String why = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
      named++;
      stores.add(
          FoundStore.not(
              directory,
              slashes(root.relativize(directory)),
              new StoreException.Failed(directory + ": cannot be read: " + why, e)));
    }
  }

  private void visit(Path root, Path file) {
    switch (StoreNames.kind(file)) {
      case STORE -> addOnce(file, slashes(root.relativize(file)));
      case PART_OF_STORE -> {}
      case OTHER -> otherFiles++;
    }
  }

  private void addOnce(Path path, String shardKey) {
    named++;
    if (seen.add(real(path))) {
      stores.add(FoundStore.at(path, shardKey));
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
