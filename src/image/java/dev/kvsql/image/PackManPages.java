package dev.kvsql.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses manual pages and sorts them by section, as a system has them below share/man. */
final class PackManPages {
  private PackManPages() {}

  /** Arguments: the directory of the pages, and the one to make. */
  public static void main(String[] args) throws IOException {
    try (Stream<Path> pages = Files.list(Path.of(args[0]))) {
      for (Path page : pages.toList()) {
        String name = page.getFileName().toString();
        Path section = Path.of(args[1], "man" + name.substring(name.lastIndexOf('.') + 1));
        Files.createDirectories(section);
        try (OutputStream out = new Tight(Files.newOutputStream(section.resolve(name + ".gz")))) {
          Files.copy(page, out);
        }
      }
    }
  }

  /** As small as it gets, as Debian wants its pages. */
  private static final class Tight extends GZIPOutputStream {
    Tight(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
