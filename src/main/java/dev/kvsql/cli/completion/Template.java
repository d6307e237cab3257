package dev.kvsql.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A script with places that are filled in, written as {@code @place@}. */
final class Template {
  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /** The template of this file name, which is beside the classes. */
  static Template named(String name) {
    try (InputStream file = Template.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalArgumentException(name);
      }
      return new Template(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Template with(String place, String value) {
    return new Template(text.replace("@" + place + "@", value));
  }

  String text() {
    return text;
  }
}
