package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What a browser makes of the page of a store. */
final class InspectHtmlBrowserTest {
  private static final String RUN = "window.hacked=1;document.title=1";

  /** Names that would run a script, load a picture, end the style sheet, or reverse a line. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>" + RUN + "</script>",
          "</title><script>" + RUN + "</script>",
          "</style></script><script>" + RUN + "</script>",
          "'\"><img src=x onerror=" + RUN + ">",
          "\" onmouseover=\"" + RUN + "\" x=\"",
          "' onfocus='" + RUN + "' autofocus='",
          "<svg><title><a href=javascript:" + RUN + ">",
          "javascript:" + RUN,
          "${" + RUN + "} {{" + RUN + "}}",
          "&lt;script&gt;&#x3c;",
          "\u202egnp.txt\u2066",
          "x".repeat(300),
          "表".repeat(100));

  @TempDir private static Path dir = Path.of("");
  private static Browser browser;
  private static Path damaged = Path.of("");
  private static Path hostile = Path.of("");

  @BeforeAll
  static void makePages() throws Exception {
    browser = Browser.start(dir.resolve("profile"));
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .resize(FileTag.MAIN, 9, 1, 96)
                .put(FileTag.MAIN, 40, new byte[4096])
                .store());
    damaged = page(store, "quick", "damaged.html");
    hostile = page(hostileStore(), "full", "hostile.html");
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path page(Path store, String level, String name) {
    Path page = dir.resolve(name);
    Cli.clean("inspect", store, "--html", page, "--level", level);
    return page;
  }

  /** Hostile names of the store, its databases, tables, indexes, and in a finding. */
  private static Path hostileStore() throws Exception {
    Damage database = Damage.database("CREATE TABLE parent(id INTEGER PRIMARY KEY)");
    for (String name : HOSTILE) {
      String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
      String index = "\"" + name.replace("\"", "\"\"") + " index\"";
      database.run(
          "CREATE TABLE " + quoted + "(x REFERENCES parent(id), y UNIQUE)",
          "CREATE INDEX " + index + " ON " + quoted + "(x)",
          "INSERT INTO " + quoted + " VALUES(7, zeroblob(20000))");
    }
    Path store = dir.resolve("'\"><img src=x onerror=" + RUN + ">.kv");
    Stores.of(store, "<script>" + RUN + "</script>", database.store());
    return Stores.of(store, "\" onmouseover=\"" + RUN, Damage.pages22().store());
  }

  @Test
  void thePageLoadsNothingAndTheConsoleIsSilent() {
    browser.open(damaged);

    assertThat(browser.requests()).containsExactly(damaged.toUri().toString());
    assertThat(browser.console()).isEmpty();
    assertThat(browser.driver().getTitle()).endsWith("app.kv – kvsql inspect");
  }

  @Test
  void thePointerOverACellTellsItsChunkItsKindAndItsTable() {
    browser.open(damaged);
    WebElement tip = browser.element("#tip");
    assertThat(tip.isDisplayed()).isFalse();

    hover("#d1mainc1");
    assertThat(tip.getText()).isEqualTo("chunk 1 · 4,096 bytes · table, interior · t");
    hover("#d1mainc9");
    assertThat(tip.getText()).isEqualTo("chunk 9 · 96 bytes · too short · t · CHUNK-SHORT");
    hover("h1");
    assertThat(tip.isDisplayed()).isFalse();
  }

  @Test
  void theArrowKeysGoFromCellToCell() {
    browser.open(damaged);
    WebElement first = browser.element("#d1mainc0");
    assertThat(first.getDomAttribute("tabindex")).isEqualTo("0");

    first.sendKeys(Keys.ARROW_RIGHT);
    assertThat(focused()).isEqualTo("d1mainc1");
    assertThat(browser.element("#tip").getText()).startsWith("chunk 1 · ");
    browser.driver().switchTo().activeElement().sendKeys(Keys.END);
    assertThat(focused()).isEqualTo("d1mainc21");
    browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
    assertThat(browser.element("#tip").isDisplayed()).isFalse();
  }

  @Test
  void aFindingLeadsToItsCellAndBack() {
    browser.open(damaged);

    browser.element("#d1f1 .where a").click();
    assertThat(browser.run("location.hash")).isEqualTo("#d1mainc9");
    assertThat(browser.element(":target").getDomAttribute("class")).contains("k-short");
    browser.element("#d1mainc9").click();
    assertThat(browser.run("location.hash")).isEqualTo("#d1f1");
    assertThat(browser.element(":target").getText())
        .contains("error CHUNK-SHORT", "4,096 bytes", "96 bytes", "kvsql dump");
    assertThat(browser.element("#d1f2").getText()).contains("warn CHUNK-ORPHAN", "chunk 40");
    assertThat(browser.element("#d1mainc40").getDomAttribute("href")).isEqualTo("#d1f2");
  }

  @Test
  void noHostileNameRunsAScriptAndEachIsShown() {
    browser.open(hostile);
    for (String cell : new String[] {"#d2mainc0", "#d2mainc5", "#d1mainc1"}) {
      hover(cell);
    }
    browser.element("#d1mainc0").sendKeys(Keys.END);

    assertThat(browser.run("window.hacked")).isEqualTo("null");
    assertThat(browser.driver().getTitle()).contains("<img src=x").endsWith("– kvsql inspect");
    assertThat(browser.run("document.scripts.length + ' ' + document.images.length"))
        .isEqualTo("1 0");
    assertThat(browser.requests()).containsExactly(hostile.toUri().toString());
    assertThat(browser.console()).isEmpty();
    String text = String.valueOf(browser.run("document.body.textContent"));
    assertThat(text).contains("<script>" + RUN + "</script>", "SQLITE-FOREIGN-KEY");
    for (String name : HOSTILE) {
      String shown = name.replace("\u202e", "\\u202e").replace("\u2066", "\\u2066");
      assertThat(text).contains(shown).contains(shown + " index of " + shown);
    }
    assertThat(text).doesNotContain("\u202e");
  }

  @Test
  void noAttributeOfThePageIsAHandlerAndNoLinkLeavesIt() {
    browser.open(hostile);

    assertThat(
            browser.run(
                "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
                    + ".filter(a => a.name.startsWith('on') || a.name === 'style').length"))
        .isEqualTo(0L);
    assertThat(
            browser.run(
                "[...document.querySelectorAll('a')]"
                    + ".filter(a => !a.getAttribute('href').startsWith('#d')).length"))
        .isEqualTo(0L);
  }

  @Test
  void aNarrowScreenDoesNotScrollSideways() {
    for (Path page : List.of(damaged, hostile)) {
      browser.open(page);
      browser.narrow(360);

      assertThat(browser.run("document.documentElement.scrollWidth")).isEqualTo(360L);
      assertThat(browser.element(".treemap.narrow").isDisplayed()).isTrue();
      assertThat(browser.element(".treemap.wide").isDisplayed()).isFalse();
    }
  }

  @Test
  void colourSchemeAndPaperAreFollowed() {
    browser.open(damaged);
    assertThat(background()).isEqualTo("rgb(244, 246, 249)");
    browser.emulate("", "dark");
    assertThat(background()).isEqualTo("rgb(14, 19, 27)");
    hover("#d1mainc1");
    browser.emulate("print", "dark");
    assertThat(background()).isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.element("#tip").isDisplayed()).isFalse();
  }

  @Test
  void everythingIsReadableWithoutAScript() {
    browser.command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      browser.open(damaged);
      assertThat(browser.element("#d1mainc1").getDomAttribute("title"))
          .isEqualTo("chunk 1 · 4,096 bytes · table, interior · t");
      assertThat(browser.element("#d1f1").getText()).contains("CHUNK-SHORT");
    } finally {
      browser.command("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @Test
  void textIsAsLegibleAsTheGuidelinesAsk() {
    for (String scheme : List.of("light", "dark")) {
      browser.open(damaged);
      browser.emulate("", scheme);
      for (String css : List.of("h1", ".facts", ".badge", ".help", "a", "code", ".title", "th")) {
        assertThat(contrast(css)).as(scheme + " " + css).isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  private static void hover(String css) {
    WebElement element = browser.element(css);
    browser
        .driver()
        .executeScript(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
    new Actions(browser.driver()).moveToElement(element).perform();
  }

  private static String focused() {
    return String.valueOf(browser.run("document.activeElement.id"));
  }

  private static String background() {
    return String.valueOf(browser.run("getComputedStyle(document.body).backgroundColor"));
  }

  /** The contrast of a text to what is behind it (WCAG 2.2, contrast ratio). */
  private static double contrast(String css) {
    String script =
        """
        (() => {
          const parse = (c) => c.match(/[\\d.]+/g).map(Number);
          const light = (c) => parse(c).slice(0, 3).map((v) => v / 255)
            .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          let e = document.querySelector('CSS');
          const text = light(getComputedStyle(e).color);
          while (/, 0\\)$/.test(getComputedStyle(e).backgroundColor)) e = e.parentElement;
          const behind = light(getComputedStyle(e).backgroundColor);
          return (Math.max(text, behind) + .05) / (Math.min(text, behind) + .05);
        })()\
        """;
    return ((Number) browser.run(script.replace("CSS", css))).doubleValue();
  }
}
