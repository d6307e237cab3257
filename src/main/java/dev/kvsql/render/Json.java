package dev.kvsql.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes one JSON document; text from a store is safe for a terminal in it. */
final class Json {
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new JsonEscapes())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  private final JsonGenerator generator;

  private interface Step {
    void run() throws IOException;
  }

  private Json(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Writes a document, an object that starts with its format, and a line end. */
  static void document(PrintWriter out, String format, Fields content) {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      Json json = new Json(generator);
      generator.writeStartObject();
      json.put("format", format);
      content.write(json);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
    out.flush();
  }

  /** Writes the fields of an object. */
  interface Fields {
    void write(Json json);
  }

  void put(String name, String value) {
    step(() -> generator.writeStringField(name, value));
  }

  void put(String name, long value) {
    step(() -> generator.writeNumberField(name, value));
  }

  void put(String name, double value) {
    step(() -> generator.writeNumberField(name, value));
  }

  void put(String name, boolean value) {
    step(() -> generator.writeBooleanField(name, value));
  }

  void putText(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, text));
  }

  void putNumber(String name, Optional<Long> value) {
    value.ifPresent(number -> put(name, number));
  }

  /** A field that is an object. */
  void object(String name, Fields content) {
    step(() -> generator.writeObjectFieldStart(name));
    content.write(this);
    step(generator::writeEndObject);
  }

  /** A field that is an array of objects. */
  <T> void array(String name, Iterable<T> items, Consumer<T> content) {
    step(() -> generator.writeArrayFieldStart(name));
    for (T item : items) {
      step(generator::writeStartObject);
      content.accept(item);
      step(generator::writeEndObject);
    }
    step(generator::writeEndArray);
  }

  private static void step(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
