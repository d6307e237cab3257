package dev.kvsql.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes one JSON document; text from a store is safe for a terminal in it. */
public final class Json {
  /** Writes and reads; what it writes is safe for a terminal. */
  public static final JsonFactory FACTORY =
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
  public static void document(PrintWriter out, String format, Fields content) {
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

  /** Writes an object, and nothing after it. */
  public static void object(Writer out, Fields content) {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.writeStartObject();
      content.write(new Json(generator));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the fields of an object. */
  public interface Fields {
    void write(Json json);
  }

  /** A text field. */
  public void put(String name, String value) {
    step(() -> generator.writeStringField(name, value));
  }

  /** A number field. */
  public void put(String name, long value) {
    step(() -> generator.writeNumberField(name, value));
  }

  /** A number field. */
  public void put(String name, double value) {
    step(() -> generator.writeNumberField(name, value));
  }

  /** A field that is true or false. */
  public void put(String name, boolean value) {
    step(() -> generator.writeBooleanField(name, value));
  }

  /** A text field if there is a value. */
  public void putText(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, text));
  }

  /** A number field if there is a value. */
  public void putNumber(String name, Optional<Long> value) {
    value.ifPresent(number -> put(name, number));
  }

  /** A field that is an object. */
  public void object(String name, Fields content) {
    step(() -> generator.writeObjectFieldStart(name));
    content.write(this);
    step(generator::writeEndObject);
  }

  /** A field that is an array of objects. */
  public <T> void array(String name, Iterable<T> items, Consumer<T> content) {
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
