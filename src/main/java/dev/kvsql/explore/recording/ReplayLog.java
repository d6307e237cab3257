package dev.kvsql.explore.recording;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a replay has to tell, in bounded memory: all is counted, and the first of each is kept. */
final class ReplayLog {
  private final Map<Breach.Kind, ReplayReport.Broken> broken = new LinkedHashMap<>();
  private final FirstOf<CrashWindow> windows = new FirstOf<>();
  private final FirstOf<ReplayReport.Failure> failures = new FirstOf<>();
  private final List<ReplayReport.Notice> notices = new ArrayList<>();

  /** Counts everything, and keeps what came first. */
  private static final class FirstOf<T> {
    private final List<T> first = new ArrayList<>();
    private long count;

    void add(T item) {
      count++;
      if (first.size() < ReplayReport.KEPT) {
        first.add(item);
      }
    }

    ReplayReport.Some<T> some() {
      return new ReplayReport.Some<>(count, first);
    }
  }

  void broken(Breach breach) {
    broken.merge(
        breach.kind(), new ReplayReport.Broken(breach, 0), (before, now) -> before.and(breach));
  }

  boolean isBroken(Breach.Kind kind) {
    return broken.containsKey(kind);
  }

  void window(CrashWindow window) {
    windows.add(window);
  }

  void failure(ReplayReport.Failure failure) {
    failures.add(failure);
  }

  void notice(ReplayReport.Notice notice) {
    boolean known =
        notices.stream()
            .anyMatch(
                one -> one.file() == notice.file() && one.getClass().equals(notice.getClass()));
    if (!known) {
      notices.add(notice);
    }
  }

  ReplayReport.Some<CrashWindow> windows() {
    return windows.some();
  }

  ReplayReport.Some<ReplayReport.Failure> failures() {
    return failures.some();
  }

  List<ReplayReport.Notice> notices() {
    return Collections.unmodifiableList(notices);
  }

  /** The first breach of each kind, in the order of their operations. */
  List<ReplayReport.Broken> broken() {
    return broken.values().stream()
        .sorted(Comparator.comparingLong(one -> one.first().operation()))
        .toList();
  }
}
