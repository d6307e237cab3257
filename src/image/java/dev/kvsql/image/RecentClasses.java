package dev.kvsql.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes classes of Java 5 and older as those of a Java that knows stack maps: an AOT cache leaves
 * out classes that only the old verifier can check, which picocli's are.
 */
final class RecentClasses {
  private RecentClasses() {}

  /** Copies a jar, entry by entry with their times, in their order. */
  static void copy(Path from, Path to) throws IOException {
    try (ZipFile in = new ZipFile(from.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {from.toUri().toURL()});
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      ClassFile classes = classes(loader);
      for (ZipEntry entry : List.copyOf(in.stream().toList())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? recent(classes, bytes) : bytes);
        out.closeEntry();
      }
    }
  }

  private static ClassFile classes(ClassLoader loader) {
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        // Otherwise methods are copied as they are, without stack maps.
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(loader)
                .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] recent(ClassFile classes, byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    return classes.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        });
  }
}
