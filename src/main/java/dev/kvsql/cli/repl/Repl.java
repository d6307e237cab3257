package dev.kvsql.cli.repl;

import dev.kvsql.cli.repl.Console.InputDropped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The shell: reads, runs, prints, until somebody leaves. */
public final class Repl {
  private final Session session;
  private final Console console;

  private Repl(Session session, Console console) {
    this.session = session;
    this.console = console;
  }

  /**
   * Opens a store and runs a session on it.
   *
   * @param version told in the banner
   * @param attend gets the session before it begins: whoever completes words looks into it
   * @return whether nothing went wrong; always, where somebody types and sees what does
   * @throws dev.kvsql.chunk.StoreException when the store cannot be opened
   */
  public static boolean run(
      ReplOptions options, Console console, String version, Consumer<Session> attend)
      throws IOException {
    try (Session session = new Session(options, console, version)) {
      attend.accept(session);
      return new Repl(session, console).run(options.init());
    }
  }

  private boolean run(Optional<Path> init) throws IOException {
    try {
      if (console.isTyped()) {
        session.sayBanner();
      }
      init(init);
      loop();
      return console.isTyped() || session.errors() == 0;
    } catch (Ended end) {
      return console.isTyped() || session.errors() == 0;
    }
  }

  private void init(Optional<Path> wanted) throws IOException, Ended {
    Optional<Path> file =
        wanted.isPresent() || !console.isTyped()
            ? wanted
            : Optional.of(UserFiles.init()).filter(Files::isRegularFile);
    if (file.isPresent()) {
      session.init(file.get());
    }
  }

  private void loop() throws IOException, Ended {
    while (true) {
      Script script = new Script(session, "");
      if (console.isTyped()) {
        typed(script);
      } else {
        piped(script);
        return;
      }
    }
  }

  private void piped(Script script) throws IOException, Ended {
    try {
      for (Optional<String> line = read(); line.isPresent(); line = read()) {
        script.take(line.get());
      }
      script.end();
    } catch (Ended e) {
      if (!e.isAsked()) {
        Leaving.tell(session);
      }
      throw e;
    }
    Leaving.tell(session);
  }

  /** Pipes drop nothing. */
  private Optional<String> read() throws IOException {
    try {
      return console.read(session::prompt);
    } catch (InputDropped e) {
      throw new IOException(e);
    }
  }

  /** One input: its statements, whole as they are. */
  private void typed(Script script) throws IOException, Ended {
    session.attentive();
    try {
      Optional<String> input = console.read(session::prompt);
      if (input.isEmpty()) {
        Leaving.of(session);
        return;
      }
      for (String line : input.get().split("\n", -1)) {
        script.take(line);
      }
      script.end();
    } catch (InputDropped e) {
      script.drop();
    }
  }
}
