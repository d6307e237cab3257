package dev.kvsql.explore.recording;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts operations by kind. */
final class CallCounts {
  private final Map<OperationKind, ReplayReport.Calls> calls = new EnumMap<>(OperationKind.class);

  CallCounts() {
    for (OperationKind kind : OperationKind.values()) {
      calls.put(kind, new ReplayReport.Calls(kind, 0, 0, 0, 0));
    }
  }

  void add(RecordedOperation operation) {
    int keys = operation.keys();
    ReplayReport.Calls one =
        new ReplayReport.Calls(operation.kind(), 1, operation.failed() ? 1 : 0, keys, keys);
    calls.merge(operation.kind(), one, ReplayReport.Calls::plus);
  }

  /** One entry a kind. */
  List<ReplayReport.Calls> all() {
    return Arrays.stream(OperationKind.values()).map(calls::get).toList();
  }
}
