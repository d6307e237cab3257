package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.Severity;
import dev.kvsql.render.Escapes;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report in the XML of JUnit, as Ant and Jenkins read it: a suite a store, a case a database.
 * Findings that count are failures; what could not be checked, or not to its end, is an error.
 */
public final class JunitReport {
  private static final String STORE_ITSELF = "(store)";

  private final FleetReport report;
  private final XMLStreamWriter xml;

  private JunitReport(FleetReport report, XMLStreamWriter xml) {
    this.report = report;
    this.xml = xml;
  }

  /** Writes a report. */
  public static void write(FleetReport report, PrintWriter out) {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      new JunitReport(report, xml).suites();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("what is written is well-formed", e);
    }
    out.println();
    out.flush();
  }

  private void suites() throws XMLStreamException {
    List<List<SubjectReport>> stores =
        report.stores().stream().map(JunitReport::cases).filter(cases -> !cases.isEmpty()).toList();
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    attribute("name", "kvsql check");
    counts(stores.stream().flatMap(List::stream).toList());
    for (List<SubjectReport> store : stores) {
      suite(store);
    }
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  /** A database that a store does not have is no case, and nothing is ever skipped. */
  private static List<SubjectReport> cases(List<SubjectReport> store) {
    return store.stream().filter(one -> !(one.ending() instanceof Ending.Absent)).toList();
  }

  private void counts(List<SubjectReport> cases) throws XMLStreamException {
    attribute("tests", Integer.toString(cases.size()));
    attribute("failures", count(cases, this::isFailure));
    attribute("errors", count(cases, this::isError));
  }

  private static String count(List<SubjectReport> cases, Predicate<SubjectReport> kind) {
    return Long.toString(cases.stream().filter(kind).count());
  }

  private boolean isFailure(SubjectReport one) {
    return one.verdict(report.failOn()) == Verdict.FINDINGS;
  }

  private boolean isError(SubjectReport one) {
    Verdict verdict = one.verdict(report.failOn());
    return verdict == Verdict.FAILED || verdict == Verdict.INCOMPLETE;
  }

  private void suite(List<SubjectReport> cases) throws XMLStreamException {
    line(1);
    xml.writeStartElement("testsuite");
    attribute("name", cases.getFirst().subject().store());
    counts(cases);
    for (SubjectReport one : cases) {
      testCase(one);
    }
    line(1);
    xml.writeEndElement();
  }

  private void testCase(SubjectReport one) throws XMLStreamException {
    line(2);
    xml.writeStartElement("testcase");
    attribute("name", one.subject().database().orElse(STORE_ITSELF));
    attribute("classname", one.subject().store());
    if (isFailure(one)) {
      List<FlatFinding> counting = counting(one, Severity::reaches);
      problem("failure", Totals.counted(counting), counting.getFirst().id().text(), counting);
    } else if (isError(one)) {
      problem("error", why(one), one.verdict(report.failOn()).text(), List.of());
    }
    List<FlatFinding> others = isFailure(one) ? counting(one, this::isMild) : one.findings();
    if (!others.isEmpty()) {
      line(3);
      xml.writeStartElement("system-out");
      xml.writeCharacters(text(others));
      xml.writeEndElement();
    }
    line(2);
    xml.writeEndElement();
  }

  private interface Counts {
    boolean test(Severity severity, Severity failOn);
  }

  private boolean isMild(Severity severity, Severity failOn) {
    return !severity.reaches(failOn);
  }

  private List<FlatFinding> counting(SubjectReport one, Counts counts) {
    return one.findings().stream()
        .filter(finding -> counts.test(finding.severity(), report.failOn()))
        .toList();
  }

  private static String why(SubjectReport one) {
    return switch (one.ending()) {
      case Ending.Failed failed -> failed.why();
      case Ending.Stopped(String why) -> why;
      case Ending.NotStarted _ -> "not checked: interrupted before";
      case Ending.Absent _, Ending.Checked _ -> "the store changed during the check";
    };
  }

  private void problem(String kind, String message, String type, List<FlatFinding> findings)
      throws XMLStreamException {
    line(3);
    xml.writeStartElement(kind);
    attribute("message", message);
    attribute("type", type);
    if (!findings.isEmpty()) {
      xml.writeCharacters(text(findings));
    }
    xml.writeEndElement();
  }

  private static String text(List<FlatFinding> findings) {
    return findings.stream()
        .map(finding ->
            valid(
                finding.severityText()
                    + " "
                    + finding.id().text()
                    + "  "
                    + finding.where()
                    + ": "
                    + finding.contrast()
                    + "; repair: "
                    + finding.repairText()
                    + "; try: "
                    + finding.next()))
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, valid(value));
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** XML has no way to write most control characters, nor the two that are no characters. */
  private static String valid(String text) {
    return Escapes.forTerminal(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff");
  }
}
