package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.KeyRange;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.Serializer;

/**
 * The collections of a MapDB file by name. MapDB keeps their properties in one map from {@code
 * name#property} to text. Those that are {@code BTreeMap<byte[],byte[]>} are databases; one whose
 * name starts with {@link #STAGED} is still being filled, or was when its import was killed. The
 * map {@link #CHECKSUMS} + name has the checksums of a database, and goes where that goes. {@link
 * SuperJournalMap#NAME} is not a database either.
 *
 * <p>MapDB caches collections by name: after a rename or removal the file needs a new handle.
 */
record Catalog(DB db) {
  /** Starts the names of databases that an import is still filling. */
  static final String STAGED = ".import.";

  /** Starts the names of the maps of checksums. */
  static final String CHECKSUMS = ".crc32c.";

  private static final BoundedBytes BYTES = new BoundedBytes();
  private static final String TYPE = "#type";
  private static final String BYTE_ARRAY = "org.mapdb.Serializer#BYTE_ARRAY";

  /** Every finished database, sorted. */
  List<String> databases() {
    return maps().filter(Catalog::isDatabase).toList();
  }

  private static boolean isDatabase(String name) {
    return !name.startsWith(STAGED)
        && !name.startsWith(CHECKSUMS)
        && !name.equals(SuperJournalMap.NAME);
  }

  /** Every unfinished database, sorted. */
  List<String> staged() {
    return maps().filter(name -> name.startsWith(STAGED)).toList();
  }

  /** Whether any collection has that name. */
  boolean contains(String name) {
    return db.nameCatalogLoad().containsKey(name + TYPE);
  }

  /** Whether there are checksums for a map of that name, which itself may be gone. */
  boolean hasChecksums(String name) {
    return map(db.nameCatalogLoad(), CHECKSUMS + name + TYPE).isPresent();
  }

  /** Makes an empty map; its name must be free, also of checksums. */
  void create(String name, Checksums checksums) {
    db.treeMap(name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
        .valuesOutsideNodesEnable()
        .create();
    switch (checksums) {
      case NONE -> {}
      case CRC32C ->
          db.treeMap(CHECKSUMS + name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();
    }
  }

  /** The map of that name. */
  BTreeMap<byte[], byte[]> map(String name) {
    return db.treeMap(name, BYTES, BYTES).open();
  }

  /** The checksums of the map of that name, if it has any. */
  Optional<BTreeMap<byte[], byte[]>> checksums(String name) {
    return hasChecksums(name) ? Optional.of(map(CHECKSUMS + name)) : Optional.empty();
  }

  /**
   * Empties a map and its checksums, as far as they are there, and forgets them.
   *
   * @param eachStep called before each entry that goes
   */
  void remove(String name, Runnable eachStep) {
    if (contains(name)) {
      removeMap(name, eachStep);
    }
    if (hasChecksums(name)) {
      removeMap(CHECKSUMS + name, eachStep);
    }
  }

  private void removeMap(String name, Runnable eachStep) {
    MapRange.clear(map(name), KeyRange.ALL, eachStep);
    SortedMap<String, String> properties = db.nameCatalogLoad();
    properties.keySet().removeIf(property -> property.startsWith(name + "#"));
    db.nameCatalogSave(properties);
  }

  /** Gives a map and its checksums another name, which must be free. */
  void rename(String from, String to) {
    SortedMap<String, String> renamed = new TreeMap<>();
    db.nameCatalogLoad()
        .forEach((property, value) -> {
          String map = renamedProperty(property, from, to);
          renamed.put(renamedProperty(map, CHECKSUMS + from, CHECKSUMS + to), value);
        });
    db.nameCatalogSave(renamed);
  }

  private static String renamedProperty(String property, String from, String to) {
    return property.startsWith(from + "#") ? to + property.substring(from.length()) : property;
  }

  private Stream<String> maps() {
    SortedMap<String, String> properties = db.nameCatalogLoad();
    return properties.keySet().stream().flatMap(property -> map(properties, property).stream());
  }

  /** The name of the map whose type this property tells, if it is one of bytes to bytes. */
  private static Optional<String> map(SortedMap<String, String> properties, String property) {
    if (!property.endsWith(TYPE) || !"TreeMap".equals(properties.get(property))) {
      return Optional.empty();
    }
    String name = property.substring(0, property.length() - TYPE.length());
    boolean bytes =
        BYTE_ARRAY.equals(properties.get(name + "#keySerializer"))
            && BYTE_ARRAY.equals(properties.get(name + "#valueSerializer"));
    return bytes ? Optional.of(name) : Optional.empty();
  }
}
