package dev.kvsql.cli.completion;

import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * An argument that is told by its place.
 *
 * @param label what help calls it
 * @param repeated whether any number of them may follow
 */
record Operand(String label, Value value, boolean repeated) {
  static Operand of(PositionalParamSpec parameter) {
    return new Operand(parameter.paramLabel(), Values.of(parameter), parameter.arity().max() > 1);
  }
}
