package dev.mtm.web;

import dev.mtm.question.Parameter;
import dev.mtm.question.Period;
import dev.mtm.web.Panel.Other;
import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two periods that a reader compares, as the address names them: by default this year and the one before.
///
/// @param one   the one that is looked at
/// @param other the one that it is held against
/// @param asOf  the day on which both are looked at
record Comparison(Period one, Period other, LocalDate asOf) {
    private static final String ONE = "one";
    private static final String OTHER = "other";
    private static final String HINT = "2024, 2024-03, 2024-03-01..2024-05-31";

    static Comparison of(Visit visit) {
        LocalDate today = visit.asOf();
        String asked = visit.given().get(ONE);
        Period one = asked == null ? Period.of(Year.from(today)) : Period.parse(ONE, asked, today);
        String against = visit.given().get(OTHER);
        return new Comparison(one, against == null ? one.before() : Period.parse(OTHER, against, today), today);
    }

    List<Field> fields() {
        return List.of(
                new Field(ONE, "this period", one.text(), HINT, List.of()),
                new Field(OTHER, "against", other.text(), HINT, List.of()));
    }

    /// The questions, asked of both periods: lists stand side by side, each place against the one in the other list.
    List<Wanted> wanted(List<Wanted> questions) {
        List<Wanted> wanted = new ArrayList<>();
        for (Wanted question : questions) {
            Wanted here = question.with(one.given());
            if (question.shape() == Shape.PICTURE) {
                wanted.add(here.with(Map.of(
                        "other_from", other.from().toString(),
                        "other_until", other.until().toString())));
            } else if (question.shape() == Shape.CONTRAST) {
                wanted.add(here.against(against(other, one)));
            } else {
                wanted.add(here.titled(question.heading() + " · " + one.text()).against(against(other, one)));
                wanted.add(question.with(other.given())
                        .titled(question.heading() + " · " + other.text())
                        .against(against(one, other)));
            }
        }
        return wanted;
    }

    private Other against(Period period, Period than) {
        return new Other(period.given(), asOf, period.text(), period.from().isAfter(than.from()));
    }

    /// The parameters of a question with a year that choose a period whatever else was chosen.
    static Map<String, String> given(Period period) {
        Map<String, String> given = new LinkedHashMap<>(period.given());
        given.put("year", Parameter.NONE);
        return given;
    }

    /// Ways to lists of the usual periods.
    static List<Pages.Link> periods(Visit visit) {
        Map<String, String> kept = new LinkedHashMap<>();
        visit.given().forEach((name, value) -> {
            if (!List.of("from", "until", "year").contains(name)) {
                kept.put(name, value);
            }
        });
        List<Pages.Link> links = new ArrayList<>();
        links.add(new Pages.Link("All time", visit.link(visit.path(), kept)));
        usual(visit.asOf()).forEach((label, period) -> {
            Map<String, String> given = new LinkedHashMap<>(kept);
            given.put("from", period.from().toString());
            given.put("until", period.until().toString());
            links.add(new Pages.Link(label, visit.link(visit.path(), given)));
        });
        return links;
    }

    private static Map<String, Period> usual(LocalDate day) {
        Map<String, Period> usual = new LinkedHashMap<>();
        usual.put("This year", Period.of(Year.from(day)));
        usual.put("Last year", Period.of(Year.from(day).minusYears(1)));
        usual.put("This month", Period.of(YearMonth.from(day)));
        usual.put("Last month", Period.of(YearMonth.from(day).minusMonths(1)));
        return usual;
    }

    /// Ways to the usual comparisons.
    static List<Pages.Link> pairs(Visit visit) {
        YearMonth month = YearMonth.from(visit.asOf());
        Year year = Year.from(visit.asOf());
        return List.of(
                pair(visit, "This year and the last", Period.of(year), Period.of(year.minusYears(1))),
                pair(visit, "This month and the last", Period.of(month), Period.of(month.minusMonths(1))),
                pair(visit, "This month and a year ago", Period.of(month), Period.of(month.minusYears(1))));
    }

    private static Pages.Link pair(Visit visit, String label, Period one, Period other) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put(ONE, one.text());
        given.put(OTHER, other.text());
        return new Pages.Link(label, visit.link(visit.path(), given));
    }
}
