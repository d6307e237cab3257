package dev.kvsql.fleet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvsql.render.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A small JSON object: texts, numbers, and arrays of such objects. */
final class JsonObject {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private JsonObject() {}

  /** Reads one object, and nothing after it. */
  static JsonObject parse(String text) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(text)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      JsonObject object = read(parser);
      require(parser.nextToken() == null);
      return object;
    }
  }

  private static JsonObject read(JsonParser parser) throws IOException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      require(token != null);
      switch (token) {
        case VALUE_STRING -> object.fields.put(name, parser.getText());
        case VALUE_NUMBER_INT -> object.fields.put(name, parser.getLongValue());
        case START_ARRAY -> object.fields.put(name, readArray(parser));
        default -> throw new IOException("unexpected " + token);
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT);
    return object;
  }

  private static List<JsonObject> readArray(JsonParser parser) throws IOException {
    List<JsonObject> objects = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      objects.add(read(parser));
    }
    require(parser.currentToken() == JsonToken.END_ARRAY);
    return objects;
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw new IOException("not such an object");
    }
  }

  /**
   * A text that must be there.
   *
   * @throws NoSuchElementException when it is not
   */
  String text(String name) {
    return optionalText(name).orElseThrow();
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(fields.get(name)).map(String.class::cast);
  }

  Optional<Long> number(String name) {
    return Optional.ofNullable(fields.get(name)).map(Long.class::cast);
  }

  List<JsonObject> objects(String name) {
    List<?> objects = List.class.cast(Optional.ofNullable(fields.get(name)).orElseThrow());
    return objects.stream().map(JsonObject.class::cast).toList();
  }
}
