package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One command line, run in this JVM: its exit code, and what it printed. */
record Cli(int exit, String out, String err) {

  /** Runs a command; operands may be paths. */
  static Cli run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    int exit = Kvsql.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Cli(exit, out.toString(), err.toString());
  }

  /** Runs a command that reads stdin. */
  static Cli runWithInput(String input, Object... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(args);
    } finally {
      System.setIn(before);
    }
  }

  /** Runs a command that must end with 0 and say nothing on stderr; gives back what it printed. */
  static String clean(Object... args) {
    Cli run = run(args);
    assertThat(run).as("kvsql %s", Arrays.toString(args)).isEqualTo(new Cli(0, run.out, ""));
    return run.out;
  }

  /** The command ended with this code, printed exactly this, and said nothing on stderr. */
  void assertPrinted(int code, String result) {
    assertThat(err).isEmpty();
    assertThat(out).isEqualTo(result);
    assertThat(exit).isEqualTo(code);
  }

  /** The command ended with this code, printed no result, and said why in exactly one line. */
  void assertRefused(int code, String message) {
    assertThat(err).isEqualTo(message + System.lineSeparator());
    assertThat(out).isEmpty();
    assertThat(exit).isEqualTo(code);
  }
}
