package dev.kvsql.cli;

import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Level;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.Escapes;
import dev.kvsql.render.RebuildRender;
import dev.kvsql.repair.rebuild.Rebuild;
import dev.kvsql.repair.rebuild.RebuildReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The salvage of a damaged database into a new one beside it, in the same store. The damaged one is
 * left as it is.
 */
final class DatabaseRescue {
  private static final int LONGEST_NAME = 200;
  private static final Pattern SALVAGED = Pattern.compile("-salvaged(-[0-9]+)?$");

  private final Store store;
  private final StoreRescue.Agreement agreement;
  private final PrintWriter out;

  /**
   * @param store open for writing
   */
  DatabaseRescue(Store store, StoreRescue.Agreement agreement, PrintWriter out) {
    this.store = store;
    this.agreement = agreement;
    this.out = out;
  }

  /**
   * Prints what can be salvaged, and salvages it if that is agreed to.
   *
   * @return the check of the new database; nothing when none was made
   * @throws IOException when the answer cannot be read, or SQLite cannot write the new database
   * @throws StoreException when the store cannot be read or written
   */
  Optional<DatabaseReport> salvage(String database) throws IOException {
    try {
      return rebuild(database);
    } catch (StoreException.Damaged e) {
      out.println(
          "nothing was salvaged, as the store itself cannot be read: "
              + name(String.valueOf(e.getMessage())));
      out.println("next: " + command(database).repairAllowing(FindingId.RECORD_UNREADABLE));
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new IOException(store.name() + ": the salvage failed: " + e.getMessage(), e);
    }
  }

  private Optional<DatabaseReport> rebuild(String database) throws IOException, SQLException {
    Optional<Rebuild> rebuild = Rebuild.of(store.database(database));
    if (rebuild.isEmpty()) {
      out.println("nothing of " + name(database) + " can be read as pages of a database");
      return Optional.empty();
    }
    String salvaged = freeName(database);
    out.println("salvage what can be read of " + name(database) + " into " + name(salvaged) + ":");
    RebuildRender.plan(rebuild.get().plan(), out);
    if (!agreement.to("Salvage it?")) {
      out.println(
          "nothing was changed; to do this: "
              + command(database).repairAllowing(FindingId.SQLITE_INTEGRITY));
      return Optional.empty();
    }
    RebuildReport report;
    try (Store.Replacement replacement = store.replaceDatabase(salvaged)) {
      report = rebuild.get().carryOut(replacement.chunks());
      replacement.publish();
    }
    out.println("salvaged into " + name(salvaged) + "; " + name(database) + " is as it was");
    RebuildRender.report(report, out);
    out.println("next: " + new CommandText(store.name(), salvaged).export("salvaged.db"));
    return Optional.of(DatabaseCheck.of(store, salvaged, Level.FULL));
  }

  /** Whether a database is what an earlier salvage made, by its name. */
  static boolean isSalvaged(String database) {
    return SALVAGED.matcher(database).find();
  }

  private CommandText command(String database) {
    return store.databases().size() == 1
        ? CommandText.of(store.name())
        : new CommandText(store.name(), database);
  }

  /** Another program may have given the database a name that kvsql would not. */
  private String freeName(String database) {
    String usable = database.replaceAll("[#\\x00-\\x1f\\x7f-\\x9f]", "").replaceAll("^\\.+", "");
    List<String> taken = store.databases();
    String suffix = "-salvaged";
    for (int i = 2; ; i++) {
      int length = Math.min(usable.length(), LONGEST_NAME - suffix.length());
      String name = usable.substring(0, length) + suffix;
      if (!taken.contains(name)) {
        return name;
      }
      suffix = "-salvaged-" + i;
    }
  }

  private static String name(String database) {
    return Escapes.forTerminal(database);
  }
}
