package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CompletionTest {
  @Test
  void theCommittedScriptIsWhatTheCommandPrints() throws IOException {
    StringWriter out = new StringWriter();
    int exitCode = Kvsql.run(new PrintWriter(out), new PrintWriter(out), "completion", "bash");
    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .as("after a change: target/kvsql/bin/kvsql completion bash > completions/kvsql.bash")
        .isEqualTo(Files.readString(Path.of("completions", "kvsql.bash")));
  }
}
