package dev.kvsql.render;

import dev.kvsql.vfs.TraceReport;
import java.io.PrintWriter;
import java.util.List;

/** What a statement did to the files and to the store. */
public final class TraceRender {
  private TraceRender() {}

  /** A line for each kind of call and operation, and the slowest of all. */
  public static void text(TraceReport report, Style style, PrintWriter out) {
    Grid grid = new Grid("layer", "file", "call", ">count", ">bytes", ">time", "");
    report
        .calls()
        .forEach(call ->
            grid.row(
                "vfs",
                call.file().label(),
                call.call().label(),
                Amounts.number(call.count()),
                call.bytes() == 0 ? "" : Amounts.number(call.bytes()),
                time(call.nanos()),
                ""));
    operations(report, grid);
    List<String> lines = grid.lines("  ");
    out.println(style.dim(lines.size() == 1 ? "trace: no call, no operation" : "trace"));
    if (lines.size() > 1) {
      lines.forEach(line -> out.println(style.dim(line)));
    }
    String label = "  slowest  ";
    for (TraceReport.Event event : report.slowest()) {
      out.println(style.dim(label + time(event.nanos()) + "  " + text(event)));
      label = " ".repeat(label.length());
    }
    out.flush();
  }

  private static void operations(TraceReport report, Grid grid) {
    TraceReport.Gets gets = report.gets();
    if (gets.count() > 0) {
      operation(grid, "get", gets.count(), gets.bytes(), gets.nanos(), "");
    }
    TraceReport.Scans scans = report.scans();
    if (scans.count() > 0) {
      String values = Amounts.count(scans.values(), "value");
      operation(grid, "scan", scans.count(), scans.bytes(), scans.nanos(), values);
    }
    TraceReport.Batches batches = report.batches();
    if (batches.count() > 0) {
      String changes =
          Amounts.count(batches.puts(), "put")
              + ", "
              + Amounts.count(batches.deletes(), "delete")
              + ", "
              + Amounts.number(batches.forced())
              + " forced";
      operation(grid, "batch", batches.count(), batches.bytes(), batches.nanos(), changes);
    }
  }

  private static void operation(
      Grid grid, String what, long count, long bytes, long nanos, String remark) {
    grid.row("kv", "", what, Amounts.number(count), Amounts.number(bytes), time(nanos), remark);
  }

  private static String time(long nanos) {
    return Amounts.duration((double) nanos);
  }

  private static String text(TraceReport.Event event) {
    return switch (event) {
      case TraceReport.Call call -> {
        String at = call.bytes() == 0 ? "" : " at byte " + Amounts.number(call.offset());
        yield call.file().label() + " " + call.call().label() + at;
      }
      case TraceReport.Get get -> "get " + KvText.key(get.key());
      case TraceReport.Scan scan -> "scan of " + Amounts.count(scan.values(), "value");
      case TraceReport.Batch batch ->
          (batch.forced() ? "forced batch of " : "batch of ")
              + Amounts.count(batch.puts(), "put")
              + " and "
              + Amounts.count(batch.deletes(), "delete");
    };
  }
}
