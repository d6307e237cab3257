package dev.kvsql.chunk.mapdb;

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
 * name starts with {@link #STAGED} is still being filled, or was when its import was killed.
 *
 * <p>MapDB caches collections by name: after a rename or removal the file needs a new handle.
 */
record Catalog(DB db) {
  /** Starts the names of databases that an import is still filling. */
  static final String STAGED = ".import.";

  private static final String TYPE = "#type";
  private static final String BYTE_ARRAY = "org.mapdb.Serializer#BYTE_ARRAY";

  /** Every finished database, sorted. */
  List<String> databases() {
    return maps().filter(name -> !name.startsWith(STAGED)).toList();
  }

  /** Every unfinished database, sorted. */
  List<String> staged() {
    return maps().filter(name -> name.startsWith(STAGED)).toList();
  }

  /** Whether any collection has that name. */
  boolean contains(String name) {
    return db.nameCatalogLoad().containsKey(name + TYPE);
  }

  /** Makes an empty map; its name must be free. */
  void create(String name) {
    db.treeMap(name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
        .valuesOutsideNodesEnable()
        .create();
  }

  /** The map of that name. */
  BTreeMap<byte[], byte[]> map(String name) {
    return db.treeMap(name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).open();
  }

  /** Empties a map and forgets it. */
  void remove(String name) {
    map(name).clear();
    SortedMap<String, String> properties = db.nameCatalogLoad();
    properties.keySet().removeIf(property -> property.startsWith(name + "#"));
    db.nameCatalogSave(properties);
  }

  /** Gives a map another name, which must be free. */
  void rename(String from, String to) {
    SortedMap<String, String> renamed = new TreeMap<>();
    db.nameCatalogLoad()
        .forEach((property, value) -> renamed.put(renamedProperty(property, from, to), value));
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
