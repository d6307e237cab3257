package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.Collection.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the catalog, one map from {@code name#property} to text. A few characters that differ
 * from what they must have been do not keep a database from its name.
 */
final class CatalogDecoder {
  private static final String BYTE_ARRAY = "org.mapdb.Serializer#BYTE_ARRAY";
  private static final String TREE_MAP = "TreeMap";
  private static final String TYPE = "type";
  private static final String ROOT = "rootRecidRecid";
  private static final String KEYS = "keySerializer";
  private static final String VALUES = "valueSerializer";
  private static final String INLINE = "valueInline";
  private static final String SET_KEYS = "serializer";

  /** The properties that every B-tree map has. */
  private static final Set<String> TREE_MAP_PROPERTIES =
      Set.of(TYPE, ROOT, "maxNodeSize", INLINE, "counterRecid");

  private static final Set<String> ALL_TREE_MAP_PROPERTIES =
      Set.of(TYPE, ROOT, "maxNodeSize", INLINE, "counterRecid", KEYS, VALUES);

  private static final Set<String> TYPES =
      Set.of(
          TREE_MAP,
          "TreeSet",
          "HashMap",
          "HashSet",
          "AtomicInteger",
          "AtomicLong",
          "AtomicBoolean",
          "AtomicString",
          "AtomicVar",
          "IndexTreeList",
          "IndexTreeLongLongMap");

  private final Cursor in;
  private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();
  private Catalog.State state = Catalog.State.SOUND;

  private CatalogDecoder(byte[] record) {
    in = new Cursor(record);
  }

  static Catalog decode(byte[] record) {
    CatalogDecoder decoder = new CatalogDecoder(record);
    decoder.readProperties();
    decoder.groups.values().forEach(decoder::judge);
    List<Collection> collections = new ArrayList<>();
    decoder.groups.forEach((name, properties) -> {
      if (properties.containsKey(TYPE)
          || (properties.containsKey(ROOT) && properties.containsKey(KEYS))) {
        collections.add(decoder.collection(name, properties));
      }
    });
    return new Catalog(List.copyOf(collections), decoder.state);
  }

  /**
   * Reads as far as it goes. What is out of order is damaged, but not the end; where it ends early
   * the property in front had the wrong length, most likely.
   */
  private void readProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    int count = in.count();
    String last = "";
    for (int i = 0; i < count && !in.failed(); i++) {
      String property = text();
      String value = text();
      if (!in.failed()) {
        if (i > 0 && property.compareTo(last) <= 0) {
          state = Catalog.State.DAMAGED;
        }
        properties.put(property, value);
        last = property;
      }
    }
    if (!in.isDone()) {
      state = Catalog.State.DAMAGED;
      properties.remove(last);
    }
    properties.forEach(this::put);
  }

  private void put(String property, String value) {
    int mark = property.lastIndexOf('#');
    if (mark < 0) {
      state = Catalog.State.DAMAGED;
      return;
    }
    groups
        .computeIfAbsent(property.substring(0, mark), name -> new LinkedHashMap<>())
        .put(property.substring(mark + 1), value);
  }

  private String text() {
    int length = in.count();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) in.packed());
    }
    return text.toString();
  }

  /** Whether a collection has just the properties that it should. */
  private void judge(Map<String, String> properties) {
    String type = properties.get(TYPE);
    boolean whole =
        type != null
            && TYPES.contains(type)
            && (!type.equals(TREE_MAP)
                || (properties.keySet().containsAll(TREE_MAP_PROPERTIES)
                    && ALL_TREE_MAP_PROPERTIES.containsAll(properties.keySet())));
    if (!whole) {
      state = Catalog.State.DAMAGED;
    }
  }

  private Collection collection(String name, Map<String, String> properties) {
    String type = properties.getOrDefault(TYPE, TREE_MAP);
    Placement placement =
        switch (properties.getOrDefault(INLINE, "")) {
          case "true" -> Placement.INSIDE;
          case "false" -> Placement.OUTSIDE;
          default -> Placement.UNKNOWN;
        };
    return new Collection(
        name, type, role(name, type, properties), placement, number(properties.get(ROOT)));
  }

  private Role role(String name, String type, Map<String, String> properties) {
    if (!isNearly(TREE_MAP, type)) {
      return isNearly(BYTE_ARRAY, properties.get(SET_KEYS)) ? Role.LIKE_KEYS : Role.OTHER;
    }
    if (!areBytes(properties.get(KEYS))) {
      return Role.OTHER;
    }
    return areBytes(properties.get(VALUES)) ? Collection.roleOf(name) : Role.LIKE_KEYS;
  }

  /** MapDB leaves out serializers that have no name; a damaged catalog may have lost it. */
  private boolean areBytes(@Nullable String serializer) {
    return serializer == null ? state == Catalog.State.DAMAGED : isNearly(BYTE_ARRAY, serializer);
  }

  /** Whether a text is the expected one, or was before one or two of its characters changed. */
  private static boolean isNearly(String expected, @Nullable String found) {
    if (found == null || found.length() != expected.length()) {
      return false;
    }
    int differences = 0;
    for (int i = 0; i < expected.length(); i++) {
      differences += expected.charAt(i) == found.charAt(i) ? 0 : 1;
    }
    return differences <= 2;
  }

  /** A recid in decimal; 0 when it is none. */
  private static long number(@Nullable String text) {
    boolean digits =
        text != null
            && !text.isEmpty()
            && text.length() < 18
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : 0;
  }
}
