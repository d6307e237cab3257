package dev.kvsql.cli.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Dot commands that open something else: a store, a database, a file of statements. */
final class OpenCommands {
  private OpenCommands() {}

  static List<DotCommand> all() {
    return List.of(
        new DotCommand(
            ".open",
            "STORE [DATABASE]",
            "Works on another store",
            "The one that is open is left only when the other can be opened.",
            List.of(Operand.PATH, Operand.VALUE),
            OpenCommands::open),
        new DotCommand(
            ".use",
            "DATABASE",
            "Works on another database of the store",
            "",
            List.of(Operand.DATABASE),
            OpenCommands::use),
        new DotCommand(
            ".read",
            "PATH",
            "Runs the SQL and dot commands of a file",
            "Errors tell the file and the line.",
            List.of(Operand.PATH),
            (session, words) -> read(session, Path.of(StoreCommands.word(words, ".read PATH")))));
  }

  private static void open(Session session, List<String> words) throws IOException, SQLException {
    Path path = Path.of(StoreCommands.word(words, ".open STORE [DATABASE]"));
    Optional<String> database = words.size() > 1 ? Optional.of(words.get(1)) : Optional.empty();
    if (!Leaving.agreed(session, "open another store")) {
      return;
    }
    session.open(session.workspace().options().with(path, database));
    session.sayBanner();
  }

  private static void use(Session session, List<String> words) throws IOException, SQLException {
    String name = StoreCommands.word(words, ".use DATABASE");
    if (Leaving.agreed(session, "use another database")) {
      session.use(name);
      Banner.warnings(session.workspace()).forEach(session::say);
    }
  }

  /** Runs a file. */
  static void read(Session session, Path path) throws IOException, Ended, SQLException {
    session.enter(path);
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      Script script = new Script(session, path.toString());
      for (String line = lines.readLine();
          line != null && !session.isInterrupted();
          line = lines.readLine()) {
        script.take(line);
      }
      script.end();
    } finally {
      session.exit();
    }
  }
}
