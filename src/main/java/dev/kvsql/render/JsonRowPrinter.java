package dev.kvsql.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Each row as a JSON object on a line of its own. A column whose name an earlier one has is called
 * {@code name:1}, {@code name:2} and so on, past names that other columns bear. Doubles that are
 * not finite, which JSON has no numbers for, are the strings {@code "Infinity"} and {@code
 * "-Infinity"}.
 */
final class JsonRowPrinter implements RowPrinter {

  /** What holds the objects together. */
  enum Layout {
    /** One array, {@code []} if there are no rows. */
    ARRAY,
    /** Nothing: no output if there are no rows. */
    LINES
  }

  private static final int LAST_ASCII = 0x7f;
  private static final int NO_LIMIT = 0;

  private final Layout layout;
  private final PrintWriter out;
  private final JsonGenerator json;
  private List<String> names = List.of();
  private boolean empty = true;

  JsonRowPrinter(Layout layout, PrintWriter out) {
    this.layout = layout;
    this.out = out;
    try {
      this.json = Json.FACTORY.createGenerator(out).setPrettyPrinter(oneLineEach());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void begin(List<String> columns) {
    names = distinct(columns);
    try {
      switch (layout) {
        case ARRAY -> json.writeStartArray();
        case LINES -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void row(List<@Nullable Object> values) {
    empty = false;
    try {
      json.writeStartObject();
      for (int column = 0; column < names.size(); column++) {
        escapeFor(names.get(column)).writeFieldName(names.get(column));
        write(values.get(column));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    try {
      switch (layout) {
        case ARRAY -> {
          json.writeEndArray();
          json.writeRaw('\n');
        }
        case LINES -> {
          if (!empty) {
            json.writeRaw('\n');
          }
        }
      }
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Integer integer -> json.writeNumber(integer);
      case Long integer -> json.writeNumber(integer);
      case Double real -> {
        if (Double.isFinite(real)) {
          json.writeNumber(DoubleText.of(real));
        } else {
          json.writeString(real.toString());
        }
      }
      case String text -> escapeFor(text).writeString(text);
      case byte[] blob -> json.writeString(HexFormat.of().formatHex(blob));
      default -> throw ValueText.foreign(value);
    }
  }

  /** The generator, set to escape all but ASCII if that is needed to keep a lone surrogate. */
  private JsonGenerator escapeFor(String text) {
    boolean loneSurrogate = text.codePoints().anyMatch(Escapes::isSurrogate);
    return json.setHighestNonEscapedChar(loneSurrogate ? LAST_ASCII : NO_LIMIT);
  }

  private static PrettyPrinter oneLineEach() {
    return new MinimalPrettyPrinter("\n") {
      private static final long serialVersionUID = 1;

      @Override
      public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
        generator.writeRaw(",\n");
      }
    };
  }

  private static List<String> distinct(List<String> columns) {
    Set<String> taken = new HashSet<>(columns);
    Set<String> seen = new HashSet<>();
    List<String> distinct = new ArrayList<>(columns.size());
    for (String column : columns) {
      String name = column;
      for (int suffix = 1; !seen.add(name); suffix++) {
        String candidate = column + ":" + suffix;
        name = taken.contains(candidate) ? column : candidate;
      }
      distinct.add(name);
    }
    return distinct;
  }
}
