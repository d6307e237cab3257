package dev.kvsql.chunk.salvage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes databases of pieces that none was found for. Whole trees are one each; so are the rest,
 * together if that contradicts nothing. Checksums of any of them are left out.
 */
final class Strays {
  private static final String NAMELESS = "lost+found";

  /** What a store's only database is called unless told otherwise. */
  private static final String USUAL_NAME = "main";

  /** What the keys of kvsql's databases begin with. */
  private static final byte USUAL_FIRST_BYTE = 8;

  /** Nobody can make anything of more. */
  private static final int MAX_DATABASES = 1000;

  /** Each piece is held against every other. */
  private static final int MAX_COMPARED = 10_000;

  private final Store store;
  private final LossLog losses;
  private final Set<String> taken = new HashSet<>();
  private int names;

  Strays(Store store, Catalog catalog, LossLog losses) {
    this.store = store;
    this.losses = losses;
    catalog.collections().forEach(collection -> taken.add(collection.name()));
  }

  /** The databases that pieces with entries make, and the pieces of each. */
  Map<Target, List<Piece>> asDatabases(List<Piece> strays) {
    Set<Long> checked = new HashSet<>();
    List<List<Piece>> groups = groups(withoutChecksums(strays, checked));
    Map<Target, List<Piece>> databases = new LinkedHashMap<>();
    for (List<Piece> group : groups.subList(0, Math.min(groups.size(), MAX_DATABASES))) {
      boolean kept = group.stream().anyMatch(piece -> checked.contains(piece.first()));
      Checksums checksums = kept ? Checksums.KEPT : Checksums.NONE;
      databases.put(new Target(nameFor(group, groups.size()), checksums), group);
    }
    if (groups.size() > MAX_DATABASES) {
      noteRest(groups.subList(MAX_DATABASES, groups.size()));
    }
    return databases;
  }

  private void noteRest(List<List<Piece>> groups) {
    List<Piece> rest = groups.stream().flatMap(List::stream).toList();
    losses.add(new Loss.Unplaced(rest.size(), rest.stream().mapToLong(Piece::entries).sum()));
  }

  /**
   * Leaves out companion maps.
   *
   * @param checked gets the first leaf of each piece that there are checksums for
   */
  private List<Piece> withoutChecksums(List<Piece> strays, Set<Long> checked) {
    if (strays.size() > MAX_COMPARED) {
      return strays;
    }
    ChecksumPieces checksums = new ChecksumPieces(store, strays);
    List<Piece> rest = new ArrayList<>();
    for (Piece piece : strays) {
      Optional<Piece> subject = checksums.subjectOf(piece);
      subject.ifPresentOrElse(found -> checked.add(found.first()), () -> rest.add(piece));
    }
    return rest;
  }

  private static List<List<Piece>> groups(List<Piece> pieces) {
    List<List<Piece>> groups = new ArrayList<>();
    pieces.stream().filter(Piece::isWhole).forEach(piece -> groups.add(List.of(piece)));
    List<Piece> parts = pieces.stream().filter(piece -> !piece.isWhole()).toList();
    if (areOfOneTree(parts)) {
      groups.add(parts);
    } else {
      parts.forEach(piece -> groups.add(List.of(piece)));
    }
    groups.removeIf(List::isEmpty);
    return groups;
  }

  private static boolean areOfOneTree(List<Piece> pieces) {
    List<KeySpan> spans = pieces.stream().map(Piece::span).sorted(KeySpan.BY_START).toList();
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i - 1).meets(spans.get(i))) {
        return false;
      }
    }
    return pieces.stream().map(Piece::placement).distinct().count() <= 1;
  }

  private String nameFor(List<Piece> group, int groups) {
    boolean usual = groups == 1 && group.stream().allMatch(Strays::looksUsual);
    if (usual && taken.isEmpty()) {
      return USUAL_NAME;
    }
    String name;
    do {
      names++;
      name = names == 1 ? NAMELESS : NAMELESS + "-" + names;
    } while (taken.contains(name));
    return name;
  }

  private static boolean looksUsual(Piece piece) {
    byte[] key = piece.firstKey();
    return key != null && key.length > 0 && key[0] == USUAL_FIRST_BYTE;
  }
}
