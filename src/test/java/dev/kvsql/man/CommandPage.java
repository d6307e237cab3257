package dev.kvsql.man;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of the program or of one of its commands. */
final class CommandPage {
  private final CommandSpec command;
  private final Fragments fragments;
  private final Arguments arguments;

  CommandPage(CommandSpec command, Fragments fragments) {
    this.command = command;
    this.fragments = fragments;
    arguments = new Arguments(command);
  }

  /** The name of a command's page. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** The page as mdoc. */
  String text(String date) {
    Page page = new Page(date, name(command));
    heading(page);
    page.section("DESCRIPTION")
        .add(paragraphs(command.usageMessage().description()))
        .add(fragments.at("description"));
    operands(page);
    page.section("OPTIONS").add(options()).add(fragments.at("options"));
    if (command.parent() == null) {
      page.section("COMMANDS").add(commands());
    }
    if (command.name().equals("repl")) {
      page.section("DOT COMMANDS").add(fragments.at("dot commands")).add(DotCommandSection.lines());
    }
    page.add(fragments.at("sections"));
    page.section("EXIT STATUS").add(fragments.at("exit status")).add(exitStatus());
    page.section("EXAMPLES").add(examples());
    return page.section("SEE ALSO").add(seeAlso()).toString();
  }

  private void heading(Page page) {
    String header = String.join(" ", command.usageMessage().header());
    String summary = Character.toLowerCase(header.charAt(0)) + header.substring(1);
    page.section("NAME")
        .add(".Nm " + name(command))
        .add(".Nd " + Roff.line(summary.replaceFirst("\\.$", "")));
    String called = ".Nm kvsql" + (command.parent() == null ? "" : " Cm " + command.name());
    page.section("SYNOPSIS").add(called).add(arguments.synopsis());
    if (command.parent() == null) {
      page.add(".Ar COMMAND").add(".Op Ar argument ...");
    }
    page.add(called).add(".Fl h | V");
  }

  private void operands(Page page) {
    List<PositionalParamSpec> operands = arguments.operands();
    if (operands.isEmpty()) {
      return;
    }
    page.section("ARGUMENTS").add(".Bl -tag -width Ds");
    for (PositionalParamSpec operand : operands) {
      page.add(".It Ar " + operand.paramLabel() + (operand.arity().max() > 1 ? " ..." : ""))
          .add(description(operand))
          .add(fragments.at("argument " + operand.paramLabel()));
    }
    page.add(".El");
  }

  private List<String> options() {
    List<String> lines = new ArrayList<>(List.of(".Bl -tag -width Ds"));
    for (OptionSpec option : arguments.options()) {
      lines.add(Arguments.tag(option));
      lines.addAll(description(option));
      lines.addAll(fragments.at("option " + option.longestName()));
    }
    lines.add(".El");
    return lines;
  }

  private List<String> description(ArgSpec argument) {
    Prose prose = new Prose(arguments.labels(), Arguments.choices(argument));
    return Arrays.stream(argument.description())
        .flatMap(paragraph -> prose.lines(paragraph).stream())
        .toList();
  }

  private List<String> paragraphs(String... text) {
    Prose prose = new Prose(arguments.labels(), Set.of());
    return Arrays.stream(text)
        .flatMap(
            paragraph -> paragraph.isEmpty() ? Stream.of(".Pp") : prose.lines(paragraph).stream())
        .toList();
  }

  private List<String> commands() {
    List<String> lines = new ArrayList<>(List.of(".Bl -tag -width Ds"));
    for (CommandLine line : Manual.commands(command)) {
      CommandSpec spec = line.getCommandSpec();
      lines.add(".It Cm " + String.join(" , ", spec.names()));
      lines.addAll(new Prose(Set.of(), Set.of()).lines(spec.usageMessage().header()[0]));
      if (Manual.hasPage(spec)) {
        lines.add(".Xr " + name(spec) + " 1");
      }
    }
    lines.add(".El");
    return lines;
  }

  private List<String> exitStatus() {
    List<String> lines = new ArrayList<>(List.of(".Bl -tag -width 130 -compact"));
    for (Map.Entry<String, String> code : command.usageMessage().exitCodeList().entrySet()) {
      lines.add(".It " + code.getKey());
      lines.addAll(paragraphs(code.getValue()));
    }
    lines.add(".El");
    return lines;
  }

  private List<String> examples() {
    return Arrays.stream(command.usageMessage().footer())
        .filter(line -> line.startsWith("  "))
        .map(line ->
            Arrays.stream(line.strip().split(" ", -1))
                .map(Roff::argument)
                .collect(Collectors.joining(" ", ".Dl ", "")))
        .toList();
  }

  /** By section, then by name, as mdoc wants them. */
  private List<String> seeAlso() {
    fragments.at("see also");
    Set<String> pages = new TreeSet<>(fragments.references());
    if (command.parent() == null) {
      Manual.commands(command).stream()
          .map(CommandLine::getCommandSpec)
          .filter(Manual::hasPage)
          .forEach(spec -> pages.add(name(spec) + " 1"));
    } else {
      pages.add("kvsql 1");
      pages.remove(name(command) + " 1");
    }
    String all =
        pages.stream()
            .sorted(Comparator.comparing(page -> page.substring(page.length() - 1)))
            .map(page -> ".Xr " + page)
            .collect(Collectors.joining(" ,\n"));
    return all.lines().toList();
  }
}
