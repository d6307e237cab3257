package dev.kvsql.cli.repl;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * A dot command.
 *
 * @param name with its dot
 * @param usage its operands, as help shows them
 * @param summary one line without a full stop
 * @param help the rest, a paragraph; empty when the line says it all
 * @param operands what its words are, in order
 */
public record DotCommand(
    String name, String usage, String summary, String help, List<Operand> operands, Action action) {
  public DotCommand {
    operands = List.copyOf(operands);
  }

  /** What a command does. */
  public interface Action {
    /**
     * Runs it.
     *
     * @param words behind the command
     */
    void run(Session session, List<String> words) throws IOException, SQLException, Ended;
  }

  /** {@code .dump CHUNKS [FILE]}. */
  public String synopsis() {
    return usage.isEmpty() ? name : name + " " + usage;
  }
}
