package dev.kvsql.man;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is written by hand of a page: mdoc behind comments that say where it belongs. {@code .\" @
 * description} goes behind what the command's help says, {@code .\" @ option --cache} behind what
 * it says of that option, {@code .\" @ options} behind all of them; {@code .\" @ sections} are
 * sections of their own, {@code .\" @ exit status} and {@code .\" @ see also} go before those
 * lists.
 */
final class Fragments {
  private static final Pattern PLACE = Pattern.compile("\\.\\\\\" @ (.+)");
  private static final Pattern PAGE = Pattern.compile("(?m)^\\.Xr (\\S+ \\d)");

  private final Map<String, List<String>> byPlace = new LinkedHashMap<>();
  private final Set<String> used = new TreeSet<>();

  /** The fragments of a page, none when there is no such file. */
  static Fragments of(Path file) throws IOException {
    Fragments fragments = new Fragments();
    List<String> current = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      Matcher place = PLACE.matcher(line);
      if (place.matches()) {
        current = fragments.byPlace.computeIfAbsent(place.group(1), _ -> new ArrayList<>());
      } else {
        current.add(line);
      }
    }
    return fragments;
  }

  /** What belongs at a place. */
  List<String> at(String place) {
    used.add(place);
    return byPlace.getOrDefault(place, List.of());
  }

  /** The pages that are referred to, as {@code NAME SECTION}. */
  Set<String> references() {
    String text = byPlace.values().stream().flatMap(List::stream).collect(Collectors.joining("\n"));
    return PAGE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  /** Places that nobody asked for, such as options that are no more. */
  Set<String> unused() {
    Set<String> unused = new TreeSet<>(byPlace.keySet());
    unused.removeAll(used);
    return unused;
  }
}
