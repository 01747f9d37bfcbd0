package dev.mtm.web;

import dev.mtm.card.YearCard;
import dev.mtm.question.Answer;
import dev.mtm.question.Column;
import dev.mtm.question.Period;
import dev.mtm.question.TrackName;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.web.Panel.Other;
import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A year told in short chapters: each is one question, a sentence or two made of its answer, and what it shows. Every
/// number of the prose stands in the answer that it is about; a chapter without rows is left out.
public final class YearStory {
    private final Pages pages;
    private final Library library;
    private final Visit visit;
    private final Year year;
    private final Wording wording;
    private final Map<String, String> given;

    YearStory(Pages pages, Library library, Visit visit, Year year) {
        this.pages = pages;
        this.library = library;
        this.visit = visit;
        this.year = year;
        this.wording = new Wording(visit.zone());
        this.given = Period.of(year).given();
    }

    /// A chapter.
    ///
    /// @param prose made of the panel's answer
    public record Told(String prose, Panel panel) {}

    /// What a chapter asks, and what it makes of the answer.
    private record Draft(Wanted wanted, Function<Answer, String> prose) {}

    /// The story from its beginning; empty where nothing was heard.
    List<Told> told() {
        Year before = year.minusYears(1);
        Other last = new Other(Period.of(before).given(), visit.asOf(), before.toString(), false);
        List<Draft> drafts = List.of(
                new Draft(
                        Wanted.of("The year in numbers", Shape.CONTRAST, "totals")
                                .with(given)
                                .against(last),
                        answer -> numbers(new Fact(answer, 0))),
                draft("The song of the year", "top-tracks", "5", this::song),
                draft("The people behind it", "top-artists", "5", this::people),
                draft("The albums", "top-albums", "5", this::albums),
                new Draft(
                        Wanted.of("The month that was different", Shape.PICTURE, "listens-by-month")
                                .with(given),
                        this::months),
                draft("The discovery", "discoveries", "5", this::discovery),
                draft("The obsession", "obsessive-days", "3", this::obsession),
                draft("The longest session", "sessions", "3", this::session),
                draft("The most loyal", "loyal-artists", "5", this::loyal),
                forgotten());
        List<Panel> panels =
                pages.asked(library, visit, drafts.stream().map(Draft::wanted).toList());
        List<Told> story = new ArrayList<>();
        if (isSilent(panels.getFirst())) {
            return story;
        }
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            Answer answer = panel.answer();
            if (answer != null && !answer.rows().isEmpty()) {
                story.add(new Told(drafts.get(i).prose().apply(answer), panel));
            }
        }
        return story;
    }

    private boolean isSilent(Panel totals) {
        return totals.answer() == null || number(new Fact(totals.answer(), 0), "listens") == 0;
    }

    private Draft draft(String heading, String question, String limit, Function<Answer, String> prose) {
        return new Draft(Wanted.of(heading, Shape.ROWS, question).with(given).with("limit", limit), prose);
    }

    /// What was loved in that year and has not been heard for half a year since.
    private Draft forgotten() {
        Wanted wanted = Wanted.of("Forgotten since", Shape.ROWS, "gems-by-plays")
                .with(Map.of(
                        "loved_from",
                        given.getOrDefault("from", ""),
                        "loved_until",
                        given.getOrDefault("until", ""),
                        "least",
                        "5",
                        "limit",
                        "5"));
        return new Draft(wanted, answer -> {
            Fact first = new Fact(answer, 0);
            return "You heard %s %s in this year, and last on %s."
                    .formatted(first.name(), times(number(first, "listens")), first.text("last_heard"));
        });
    }

    /// One row of an answer, by the names of its columns.
    private final class Fact {
        private final Answer answer;
        private final List<@Nullable Object> row;

        Fact(Answer answer, int row) {
            this.answer = answer;
            this.row = answer.rows().get(row);
        }

        @Nullable
        Object value(String column) {
            List<Column> columns = answer.columns();
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(column)) {
                    return row.get(i);
                }
            }
            throw new IllegalArgumentException(column);
        }

        /// The value in words.
        String text(String column) {
            Unit unit = answer.columns().stream()
                    .filter(one -> one.name().equals(column))
                    .findFirst()
                    .orElseThrow()
                    .unit();
            return wording.of(unit, value(column));
        }

        /// The track, by title and artist.
        String name() {
            String id = String.valueOf(value("track_id"));
            TrackName name = answer.tracks().get(id);
            if (name == null || name.title() == null) {
                return id;
            }
            String title = "“" + Wording.visible(name.title()) + "”";
            return name.artist() == null ? title : title + " by " + Wording.visible(name.artist());
        }
    }

    private static long number(Fact fact, String column) {
        return fact.value(column) instanceof Long number ? number : 0;
    }

    private static String counted(long number, String one) {
        return Wording.grouped(number) + " " + one + (number == 1 ? "" : "s");
    }

    private static String times(long number) {
        return number == 1 ? "once" : number == 2 ? "twice" : Wording.grouped(number) + " times";
    }

    private static String numbers(Fact all) {
        return "You listened to %s by %s, %s on %s: %s of music."
                .formatted(
                        counted(number(all, "tracks"), "track"),
                        counted(number(all, "artists"), "artist"),
                        times(number(all, "listens")),
                        counted(number(all, "days"), "day"),
                        all.text("heard_ms"));
    }

    private String song(Answer answer) {
        Fact first = new Fact(answer, 0);
        String told = "It was %s, heard %s.".formatted(first.name(), times(number(first, "listens")));
        if (answer.rows().size() < 2) {
            return told;
        }
        Fact second = new Fact(answer, 1);
        return told + " Next came %s, heard %s.".formatted(second.name(), times(number(second, "listens")));
    }

    private String people(Answer answer) {
        Fact first = new Fact(answer, 0);
        return "Nobody was nearer than %s: %s of %s, %s in all."
                .formatted(
                        first.text("artist"),
                        counted(number(first, "listens"), "listen"),
                        counted(number(first, "tracks"), "track"),
                        first.text("heard_ms"));
    }

    private String albums(Answer answer) {
        Fact first = new Fact(answer, 0);
        return "You came back to “%s” by %s more than to any other: %s."
                .formatted(first.text("album"), first.text("artist"), counted(number(first, "listens"), "listen"));
    }

    /// The month that is furthest from the others, in words.
    private String months(Answer answer) {
        List<Fact> months = new ArrayList<>();
        for (int i = 0; i < answer.rows().size(); i++) {
            months.add(new Fact(answer, i));
        }
        Fact loudest = months.stream()
                .max(Comparator.comparing((Fact month) -> number(month, "listens")))
                .orElseThrow();
        Fact quietest = months.stream()
                .min(Comparator.comparing((Fact month) -> number(month, "listens")))
                .orElseThrow();
        if (months.size() == 1) {
            return "All of it was in %s: %s.".formatted(month(loudest), counted(number(loudest, "listens"), "listen"));
        }
        long all = months.stream().mapToLong(month -> number(month, "listens")).sum();
        long above = number(loudest, "listens") * months.size() - all;
        long below = all - number(quietest, "listens") * months.size();
        return above >= below
                ? "%s stood out, with %s; the quietest was %s with %s."
                        .formatted(
                                month(loudest),
                                counted(number(loudest, "listens"), "listen"),
                                month(quietest),
                                Wording.grouped(number(quietest, "listens")))
                : "%s was quiet, with %s; the loudest was %s with %s."
                        .formatted(
                                month(quietest),
                                counted(number(quietest, "listens"), "listen"),
                                month(loudest),
                                Wording.grouped(number(loudest, "listens")));
    }

    private static String month(Fact month) {
        return YearMonth.parse(month.text("month")).getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private String discovery(Answer answer) {
        Fact first = new Fact(answer, 0);
        return "On %s you heard %s for the first time: the first of %s to %s in this year."
                .formatted(
                        first.text("first_day"),
                        first.text("artist"),
                        counted(number(first, "listens"), "listen"),
                        counted(number(first, "tracks"), "track"));
    }

    private String obsession(Answer answer) {
        Fact first = new Fact(answer, 0);
        return "On %s you listened to %s %s."
                .formatted(first.text("local_date"), first.name(), times(number(first, "listens")));
    }

    private String session(Answer answer) {
        Fact first = new Fact(answer, 0);
        return "It began on %s and held %s of music: %s to %s."
                .formatted(
                        first.text("started_at"),
                        first.text("heard_ms"),
                        counted(number(first, "listens"), "listen"),
                        counted(number(first, "tracks"), "track"));
    }

    private String loyal(Answer answer) {
        Fact first = new Fact(answer, 0);
        return "%s was there on %s in %s."
                .formatted(
                        first.text("artist"),
                        counted(number(first, "days"), "day"),
                        counted(number(first, "months"), "month"));
    }

    /// The year on a card.
    YearCard card() {
        Answer totals = answer("totals", Map.of());
        Fact all = new Fact(totals, 0);
        long hours = number(all, "heard_ms") / 3_600_000;
        List<Long> months = new ArrayList<>();
        Answer byMonth = answer("listens-by-month", Map.of());
        for (int month = 1; month <= 12; month++) {
            String wanted = year.atMonth(month).toString();
            long listens = 0;
            for (int i = 0; i < byMonth.rows().size(); i++) {
                Fact one = new Fact(byMonth, i);
                listens += wanted.equals(one.value("month")) ? number(one, "listens") : 0;
            }
            months.add(listens);
        }
        return new YearCard(
                year.getValue(),
                List.of(
                        new YearCard.Number(Wording.grouped(number(all, "listens")), "listens"),
                        new YearCard.Number(Wording.grouped(hours), "hours"),
                        new YearCard.Number(Wording.grouped(number(all, "artists")), "artists")),
                months,
                names(answer("top-artists", Map.of("limit", "5")), fact -> fact.text("artist")),
                names(answer("top-tracks", Map.of("limit", "5")), YearStory::title));
    }

    private Answer answer(String question, Map<String, String> more) {
        Wanted wanted = Wanted.of("", Shape.ROWS, question).with(given).with(more);
        return Objects.requireNonNull(pages.asked(library, visit, wanted).answer());
    }

    private List<String> names(Answer answer, Function<Fact, String> name) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < answer.rows().size(); i++) {
            names.add(name.apply(new Fact(answer, i)));
        }
        return names;
    }

    private static String title(Fact fact) {
        String id = String.valueOf(fact.value("track_id"));
        TrackName name = fact.answer.tracks().get(id);
        return name == null || name.title() == null ? id : name.title();
    }

    /// The years beside this one that lie within the listener's life, each with its story's address.
    List<Pages.Link> beside() {
        List<Pages.Link> links = new ArrayList<>();
        for (Year other : List.of(year.minusYears(1), year.plusYears(1))) {
            LocalDate start = other.atDay(1);
            if (other.getValue() >= visit.first().getYear() && !start.isAfter(visit.today())) {
                LocalDate end = other.atMonth(12).atEndOfMonth();
                links.add(new Pages.Link(
                        "The year " + other,
                        visit.to("/years/" + other, end.isAfter(visit.today()) ? visit.today() : end)));
            }
        }
        return links;
    }
}
