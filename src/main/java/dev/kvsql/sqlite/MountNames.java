package dev.kvsql.sqlite;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.vfs.DatabaseFiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The file names under which SQLite knows mounted databases. */
final class MountNames {
  private static final String PREFIX = "/kvsql-mount/";

  private final Map<String, DatabaseFiles> mounted = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong(1);

  /** Makes up a name for a database's main file. */
  String add(DatabaseFiles files) {
    String name = PREFIX + next.getAndIncrement();
    mounted.put(name, files);
    return name;
  }

  void remove(String name) {
    mounted.remove(name);
  }

  static boolean isMounted(String name) {
    return name.startsWith(PREFIX);
  }

  /** Which file of which database is meant, if it is one that a database can have. */
  Optional<VfsUpcalls.Target> find(String name) {
    for (FileTag tag : FileTag.values()) {
      int mainLength = name.length() - tag.suffix().length();
      if (name.endsWith(tag.suffix()) && mounted.containsKey(name.substring(0, mainLength))) {
        DatabaseFiles files = mounted.get(name.substring(0, mainLength));
        return files == null ? Optional.empty() : Optional.of(new VfsUpcalls.Target(files, tag));
      }
    }
    return Optional.empty();
  }
}
