package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileMeta;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Recordings in short, for tests: one operation a line.
 *
 * <pre>
 * put m0-2=4096 M     chunks 0 to 2 of main, 4096 bytes each, and main's meta by its length
 * put M=8192          main's meta with its bytes, which say that size
 * put M:9             main's meta with another length
 * del! j3 J           chunk 3 and the meta of the journal; it failed
 * range m4-           main's chunks from 4 on
 * get m0
 * </pre>
 */
final class Recordings {
  private static final String FILES = "mjws";
  private static final Pattern WORD =
      Pattern.compile("([mjwsMJWS])(\\d+)?(-(\\d+)?)?(?:([=:])(\\d+))?");

  private Recordings() {}

  /** What a replay of some operations says. */
  static ReplayReport replay(String... operations) {
    String lines = Stream.of(operations).map(Recordings::line).collect(Collectors.joining("\n"));
    return replayLines(lines);
  }

  /** What a replay of a recording says. */
  static ReplayReport replayLines(String recording) {
    byte[] bytes = recording.getBytes(StandardCharsets.UTF_8);
    try (RecordedOperations read = new RecordedOperations("ops", new ByteArrayInputStream(bytes))) {
      return OperationReplay.of(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String operation) {
    List<String> words = List.of(operation.split(" "));
    String verb = words.getFirst();
    String failed = verb.endsWith("!") ? ",\"failed\":true}" : "}";
    List<MatchResult> keys = words.stream().skip(1).map(Recordings::parsed).toList();
    return switch (verb.replace("!", "")) {
      case "get" -> "{\"op\":\"get\",\"keys\":[" + keys(keys) + "]" + failed;
      case "put" -> "{\"op\":\"put\",\"entries\":[" + entries(keys) + "]" + failed;
      case "del" -> "{\"op\":\"delete\",\"keys\":[" + keys(keys) + "]" + failed;
      case "range" -> "{\"op\":\"deleteRange\"," + range(keys.getFirst()) + failed;
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static MatchResult parsed(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(word);
    }
    return matcher.toMatchResult();
  }

  private static String keys(List<MatchResult> words) {
    StringJoiner keys = new StringJoiner(",");
    words.forEach(word -> expanded(word).forEach(key -> keys.add("\"" + key + "\"")));
    return keys.toString();
  }

  private static String entries(List<MatchResult> words) {
    StringJoiner entries = new StringJoiner(",");
    words.forEach(word ->
        expanded(word).forEach(key -> entries.add("[\"" + key + "\"," + value(word) + "]")));
    return entries.toString();
  }

  private static String value(MatchResult word) {
    boolean meta = word.group(2) == null;
    if (!meta || ":".equals(word.group(5))) {
      return word.group(6);
    }
    return word.group(6) == null ? "10" : "\"" + meta(Long.parseLong(word.group(6))) + "\"";
  }

  /** A meta in base64. */
  static String meta(long sizeBytes) {
    return Base64.getEncoder().encodeToString(new FileMeta(sizeBytes).encode());
  }

  private static List<String> expanded(MatchResult word) {
    int tag = FILES.indexOf(Character.toLowerCase(word.group(1).charAt(0)));
    if (word.group(2) == null) {
      return List.of("%08x".formatted(0x08010000 + tag));
    }
    long first = Long.parseLong(word.group(2));
    long last = word.group(4) == null ? first : Long.parseLong(word.group(4));
    return LongStream.rangeClosed(first, last)
        .mapToObj(index -> "%08x%08x".formatted(0x08010100 + tag, index))
        .toList();
  }

  private static String range(MatchResult word) {
    int tag = FILES.indexOf(word.group(1).charAt(0));
    return "\"from\":\"%08x%08x\",\"to\":\"%08x\""
        .formatted(0x08010100 + tag, Long.parseLong(word.group(2)), 0x08010100 + tag + 1);
  }
}
