package dev.kvsql.cli;

import dev.kvsql.check.FindingId;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The findings that a repair may mend at a loss, when it is allowed to. */
final class LossyFinding implements ITypeConverter<FindingId>, Iterable<String> {
  private static final List<FindingId> ALL =
      List.of(
          FindingId.STORE_LOG,
          FindingId.RECORD_UNREADABLE,
          FindingId.META_MALFORMED,
          FindingId.META_MISSING,
          FindingId.CHUNK_MISSING,
          FindingId.SQLITE_INTEGRITY);

  @Override
  public FindingId convert(String text) {
    return ALL.stream()
        .filter(id -> id.text().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "': only these can be allowed: " + String.join(", ", names())));
  }

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private static List<String> names() {
    return ALL.stream().map(FindingId::text).collect(Collectors.toList());
  }
}
