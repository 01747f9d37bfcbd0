package dev.mtm.web;

import dev.mtm.analysis.Analyses;
import dev.mtm.analysis.AnalysisLog.Frozen;
import dev.mtm.analysis.Comparison;
import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Section;
import dev.mtm.analysis.Window;
import dev.mtm.narrative.Narrative;
import dev.mtm.narrative.NarrativeJson;
import dev.mtm.narrative.Storyteller;
import dev.mtm.narrative.TemplateNarrator;
import dev.mtm.question.Answer;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.report.Report;
import io.javalin.http.Handler;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The pages of reports, and of the analyses that were frozen. A page tells by the template, or as it was told when the
/// analysis was frozen: no page waits for a language model.
public final class Reports {
    private final Pages pages;

    Reports(Pages pages) {
        this.pages = pages;
    }

    /// A year with its months that can be told of.
    ///
    /// @param months null where nothing was heard
    public record Shelf(Pages.Link year, String amount, List<Month> months) {}

    /// @param href null: nothing was heard in it
    public record Month(String label, @Nullable String href, long listens) {}

    /// What can be told of.
    Handler shelves() {
        return pages.page((library, visit) -> {
            Answer months = library.asker()
                    .askWithoutNames(library.questions().named("listens-by-month"), Map.of(), visit.asOf());
            Map<Integer, Map<YearMonth, Long>> years = new TreeMap<>(java.util.Comparator.reverseOrder());
            for (List<@Nullable Object> row : months.rows()) {
                YearMonth month = YearMonth.parse(String.valueOf(row.get(0)));
                if (row.get(1) instanceof Long listens) {
                    years.computeIfAbsent(month.getYear(), none -> new TreeMap<>())
                            .put(month, listens);
                }
            }
            List<Shelf> shelves = new ArrayList<>();
            years.forEach((year, heard) -> shelves.add(shelf(visit, year, heard)));
            return Pages.filled("reports.jte", visit, Map.of("shelves", shelves, "frozen", rows(library, visit)));
        });
    }

    private static Shelf shelf(Visit visit, int year, Map<YearMonth, Long> heard) {
        List<Month> months = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            YearMonth month = YearMonth.of(year, i);
            long listens = heard.getOrDefault(month, 0L);
            months.add(new Month(
                    month.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                    listens == 0 ? null : visit.link("/reports/" + month),
                    listens));
        }
        long all = heard.values().stream().mapToLong(Long::longValue).sum();
        return new Shelf(
                new Pages.Link(String.valueOf(year), visit.link("/reports/" + year)),
                Wording.grouped(all) + (all == 1 ? " listen" : " listens"),
                months);
    }

    /// The report of a period, as of the day on which the reader stands.
    Handler report() {
        return context -> {
            String period = context.pathParam("period");
            pages.page((library, visit) -> {
                        Metrics metrics = measured(library, period, visit.asOf());
                        Frozen frozen = library.analysisLog().find(metrics).orElse(null);
                        return told(visit, metrics, frozen, period);
                    })
                    .handle(context);
        };
    }

    private Metrics measured(Library library, String period, LocalDate day) {
        Window window = Window.parse("period", period, day);
        return pages.measured(List.of(window, day), () -> analyses(library).measure(window, day));
    }

    private static Analyses analyses(Library library) {
        return new Analyses(
                library.asker(), library.questions(), library.listener().zone().id());
    }

    /// Freezes the figures of a period as they are now.
    Handler freeze() {
        return pages.change((library, context) -> {
            LocalDate day = Pages.day(context.queryParam(Visit.AS_OF), library.today());
            Metrics metrics = analyses(library).measure(Window.parse("period", context.pathParam("period"), day), day);
            boolean known = library.analysisLog().find(metrics).isPresent();
            Frozen frozen = library.analysisLog()
                    .keep(metrics, new Storyteller(null).tell(metrics).telling(), library.now());
            return new Pages.Done(
                    "/analyses/" + frozen.id(),
                    known ? "These figures were kept already." : "Kept as analysis " + frozen.id() + ".");
        });
    }

    /// An analysis in a list.
    ///
    /// @param listens null: another program made it
    public record Row(
            long id,
            String href,
            String title,
            String made,
            @Nullable String listens,
            String theme) {}

    private static List<Row> rows(Library library, Visit visit) {
        Wording wording = new Wording(visit.zone());
        return library.analysisLog().all().stream()
                .map(one -> {
                    Metrics metrics = one.isOurs() ? one.measured() : null;
                    return new Row(
                            one.id(),
                            visit.link("/analyses/" + one.id()),
                            Wording.visible(
                                    metrics == null
                                            ? Objects.requireNonNullElse(one.label(), "Analysis " + one.id())
                                            : metrics.title()),
                            wording.of(Unit.INSTANT, one.analysedAt()),
                            metrics == null
                                    ? null
                                    : Wording.grouped(metrics.part("totals").number(0, "listens")),
                            Wording.visible(Objects.requireNonNullElse(one.theme(), "")));
                })
                .toList();
    }

    /// What was frozen.
    Handler analyses() {
        return pages.page(
                (library, visit) -> Pages.filled("analyses.jte", visit, Map.of("frozen", rows(library, visit))));
    }

    /// One analysis, as it was frozen.
    Handler analysis() {
        return context -> {
            long id = Pages.number("analysis", context.pathParam("analysis"));
            pages.page((library, visit) -> {
                        Frozen frozen = library.analysisLog().named(id);
                        return told(visit, frozen.measured(), frozen, "");
                    })
                    .handle(context);
        };
    }

    /// @param frozen null: it is not kept
    /// @param period by which it can be frozen; empty where it is
    private static String told(Visit visit, Metrics metrics, @Nullable Frozen frozen, String period) {
        boolean kept = frozen != null && frozen.report() != null;
        Narrative narrative = kept
                ? NarrativeJson.read(frozen.report())
                : new Storyteller(null).tell(metrics).narrative();
        Report report = new Report(
                metrics,
                narrative,
                kept ? Objects.requireNonNullElse(frozen.model(), TemplateNarrator.NAME) : TemplateNarrator.NAME);
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("report", report);
        model.put("period", frozen == null ? period : "");
        model.put(
                "standing",
                frozen == null
                        ? "As of " + metrics.asOf() + ", not frozen."
                        : "Analysis " + frozen.id() + ", frozen "
                                + new Wording(visit.zone()).of(Unit.INSTANT, frozen.analysedAt())
                                + ", with everything as of "
                                + metrics.asOf() + ".");
        return Pages.filled("report.jte", visit, model);
    }

    /// The question behind a section, asked as it was.
    public static String source(Visit visit, Section section) {
        return visit.to(
                "/questions/" + section.source().question(),
                section.source().given(),
                section.source().asOf());
    }

    /// Two analyses beside each other.
    Handler compared() {
        return pages.page((library, visit) -> {
            Metrics one = named(library, visit, "one");
            Metrics other = named(library, visit, "other");
            Wording wording = new Wording(visit.zone());
            List<List<String>> rows = Comparison.of(one, other).stream()
                    .map(row -> {
                        Double share = row.share();
                        return List.of(
                                row.label(),
                                wording.of(row.unit(), row.one()),
                                wording.of(row.unit(), row.other()),
                                share == null ? "" : (share < 0 ? "−" : "+") + wording.of(Unit.RATIO, Math.abs(share)));
                    })
                    .toList();
            return Pages.filled(
                    "compared.jte",
                    visit,
                    Map.of("one", one.title(), "other", other.title(), "rows", rows, "frozen", rows(library, visit)));
        });
    }

    private static Metrics named(Library library, Visit visit, String name) {
        return library.analysisLog()
                .named(Pages.number("analysis", visit.given().getOrDefault(name, "none")))
                .measured();
    }
}
