package dev.kvsql.cli.repl.terminal;

import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.Signals;

/** Who hears of Ctrl-C. */
interface Interrupts {
  /**
   * Has something run at each Ctrl-C, by a thread of its own.
   *
   * @return what takes that back: whoever heard of it before hears of it again
   */
  Runnable on(Runnable handler);

  /** Those of a terminal that its editor listens to as well. */
  static Interrupts of(Terminal terminal) {
    return handler -> {
      SignalHandler before = terminal.handle(Signal.INT, _ -> handler.run());
      return () -> terminal.handle(Signal.INT, before);
    };
  }

  /** Those of the process, which a dumb terminal does not listen to. They do not end it. */
  static Interrupts ofProcess() {
    Signals.register("INT", () -> {});
    return handler -> {
      Object before = Signals.register("INT", handler);
      return () -> Signals.unregister("INT", before);
    };
  }
}
