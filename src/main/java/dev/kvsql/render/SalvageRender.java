package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.salvage.Damage;
import dev.kvsql.chunk.salvage.Fault;
import dev.kvsql.chunk.salvage.KeySpan;
import dev.kvsql.chunk.salvage.Loss;
import dev.kvsql.chunk.salvage.SalvageReport;
import dev.kvsql.chunk.salvage.SalvagedDatabase;
import java.io.PrintWriter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a salvage gets out of a damaged store, and what not, as text. */
public final class SalvageRender {
  /** Lines about single losses; the rest is counted. */
  private static final int MOST_LINES = 200;

  private SalvageRender() {}

  /** A line for each database and for each loss. */
  public static void text(SalvageReport report, PrintWriter out) {
    for (SalvagedDatabase database : report.databases()) {
      out.printf(
          "  database %s: %s, %s%s%s%n",
          Escapes.forTerminal(database.name()),
          Amounts.entries(database.entries()),
          Amounts.bytes(database.valueBytes()),
          database.valuesLost() == 0
              ? ""
              : "; " + Amounts.count(database.valuesLost(), "value") + " lost",
          switch (database.checksums()) {
            case KEPT -> "; its checksums are made anew";
            case NONE -> "";
          });
    }
    report.losses().stream().limit(MOST_LINES).forEach(loss -> out.println("  " + line(loss)));
    if (report.losses().size() > MOST_LINES) {
      out.println(
          "  and " + Amounts.number(report.losses().size() - MOST_LINES) + " more like these");
    }
    out.flush();
  }

  private static String line(Loss loss) {
    return switch (loss) {
      case Loss.Value(String database, byte[] key, Damage damage) ->
          "lost: the value of " + name(database) + " " + key(key) + ": " + at(damage);
      case Loss.Keys(String database, KeySpan span, Damage damage) ->
          "lost: whatever " + name(database) + " had " + span(span) + ": " + at(damage);
      case Loss.IndexChain(long offset, long recids) ->
          "lost: every record after the first "
              + Amounts.number(recids)
              + ": the link at byte "
              + Amounts.number(offset)
              + " is broken";
      case Loss.Catalog(Damage damage) ->
          "lost: names, and maybe collections: the catalog, " + at(damage);
      case Loss.Superseded(String database, long recid, long entries) ->
          "left out: "
              + Amounts.entries(entries)
              + " of leaf record "
              + recid
              + " on, among keys that "
              + name(database)
              + " has already";
      case Loss.Unplaced(long pieces, long entries) ->
          "left out: "
              + Amounts.entries(entries)
              + " in "
              + Amounts.count(pieces, "piece")
              + " that no database can be told for";
      case Loss.More(long losses) -> "and " + Amounts.number(losses) + " more that are not listed";
      case Loss.IndexLink(long offset) ->
          "noted: the link at byte " + Amounts.number(offset) + " is broken; nothing came after it";
      case Loss.Root(String database, Damage damage) ->
          "noted: the root of " + name(database) + " is unreadable, " + at(damage);
      case Loss.Bypassed(String database, Damage damage) ->
          "noted: a node of " + name(database) + " is unreadable, and not needed: " + at(damage);
      case Loss.Guessed(String database, long recid, long leaves, long entries) ->
          "guessed: "
              + Amounts.entries(entries)
              + " in "
              + (leaves == 1 ? "1 leaf" : Amounts.number(leaves) + " leaves")
              + " from record "
              + recid
              + " on belong to "
              + name(database);
      case Loss.NotSalvaged(String collection, String type) ->
          "not salvaged: "
              + Escapes.forTerminal(collection)
              + ", a "
              + Escapes.forTerminal(type)
              + " and no map of bytes to bytes";
    };
  }

  private static String name(String database) {
    return Escapes.forTerminal(database);
  }

  private static String key(byte[] key) {
    return switch (StoreKey.parse(key)) {
      case StoreKey.Meta(FileTag file) -> file.label() + " meta";
      case StoreKey.Chunk(FileTag file, long index) -> file.label() + " chunk " + index;
      case StoreKey.Unknown(), StoreKey.Foreign() -> "key " + HexFormat.of().formatHex(key);
    };
  }

  private static String span(KeySpan span) {
    byte @Nullable [] after = span.after();
    byte @Nullable [] upTo = span.upTo();
    String from = after == null ? "from the first key" : "after " + key(after);
    return from + (upTo == null ? " to the last" : " up to " + key(upTo));
  }

  private static String at(Damage damage) {
    String where =
        damage.offset() == Damage.NOWHERE ? "" : " at byte " + Amounts.number(damage.offset());
    return "record " + damage.recid() + where + " " + fault(damage.fault());
  }

  private static String fault(Fault fault) {
    return switch (fault) {
      case NO_INDEX_PAGE -> "has no place in any index page";
      case INDEX_VALUE_ZERO -> "has zeros where the index should tell its place";
      case INDEX_VALUE_BROKEN -> "has a broken index value";
      case ABSENT -> "is marked as deleted";
      case PAST_THE_END -> "lies past the end of the file";
      case MISPLACED -> "lies where no record can";
      case BROKEN_CHAIN -> "is large, and a link between its parts is broken";
      case TOO_LARGE -> "claims to be larger than any record";
      case MALFORMED -> "has other bytes than should stand there";
      case OUT_OF_PLACE -> "is a sound node, of other keys";
      case USED_TWICE -> "is used by another collection, too";
    };
  }
}
