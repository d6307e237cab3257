package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TerminalBarTest {
  @Test
  void whatIsDrawnAfterTheEndLeavesNoTrace() {
    StringWriter screen = new StringWriter();
    TerminalBar bar = new TerminalBar(new PrintWriter(screen));

    bar.accept("half");
    bar.clear();
    bar.accept("late");

    assertThat(screen).hasToString("\r\u001b[Khalf\r\u001b[K");
  }
}
