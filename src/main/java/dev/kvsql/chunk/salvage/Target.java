package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.Collection.Role;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A collection while its leaves are being looked for, and what came of it. */
final class Target {
  private final String name;
  private final Role role;
  private final Placement placement;
  private final Checksums checksums;

  /** By where they start; they never overlap. */
  private final NavigableMap<KeySpan, Gap> gaps = new TreeMap<>(KeySpan.BY_START);

  private long entries;
  private long valueBytes;
  private long valuesLost;

  Target(Collection collection, Checksums checksums) {
    name = collection.name();
    role = collection.role();
    placement = collection.placement();
    this.checksums = checksums;
  }

  /** A database that is made up. */
  Target(String name, Checksums checksums) {
    this.name = name;
    this.checksums = checksums;
    role = Role.DATABASE;
    placement = Placement.UNKNOWN;
  }

  String name() {
    return name;
  }

  /** Whether its entries go to the sink. */
  boolean isSalvaged() {
    return role == Role.DATABASE;
  }

  void addGap(Gap gap) {
    gaps.put(gap.span(), gap);
  }

  List<Gap> gaps() {
    return List.copyOf(gaps.values());
  }

  /** The gap that a piece fits into. */
  Optional<Gap> gapAround(Piece piece) {
    return Optional.ofNullable(gaps.floorEntry(piece.span()))
        .map(Map.Entry::getValue)
        .filter(gap -> placement.agreesWith(piece.placement()))
        .filter(gap -> gap.span().contains(piece.span()));
  }

  /** Puts what remains of a gap in its place. */
  void replace(Gap gap, List<Gap> rest) {
    gaps.remove(gap.span());
    rest.forEach(this::addGap);
  }

  void count(byte[] value) {
    entries++;
    valueBytes += value.length;
  }

  void countLost() {
    valuesLost++;
  }

  long entries() {
    return entries;
  }

  SalvagedDatabase report() {
    return new SalvagedDatabase(name, entries, valueBytes, valuesLost, checksums);
  }
}
