package dev.mtm.web;

import dev.mtm.enrich.CoverSource.Size;
import dev.mtm.history.PlayDecisions.Decision;
import dev.mtm.history.Playback;
import dev.mtm.question.TrackName;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import io.javalin.http.Handler;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The page of what was played at one moment: who told of it, what became of it, and what the listener decides.
public final class Moments {
    private Moments() {}

    /// The page of a moment in UTC, which is a part of the path.
    static String path(Instant moment) {
        return "/plays/" + moment;
    }

    /// A playback as it is shown.
    ///
    /// @param verdict what became of it
    public record Shown(
            String title,
            @Nullable String artist,
            @Nullable String href,
            Cover cover,
            String verdict,
            List<Row> rows) {}

    /// What one source told.
    ///
    /// @param words what it told beside the time, the source first
    /// @param note  why it stands where it does; null: it stands for the playback
    /// @param ways  what can be decided
    public record Row(
            String when, List<String> words, @Nullable String note, List<Way> ways) {}

    /// A decision and the address that a form sends it to.
    public record Way(String label, String path) {}

    static Handler moment(Pages pages) {
        return context -> {
            Instant moment = moment(context.pathParam("moment"));
            pages.page((library, visit) -> {
                        List<Playback> played = library.decisions().at(moment);
                        if (played.isEmpty()) {
                            throw Pages.unknown("play", moment.toString());
                        }
                        Wording wording = new Wording(visit.zone());
                        return Pages.filled(
                                "moment.jte",
                                visit,
                                Map.of(
                                        "when",
                                        wording.of(Unit.INSTANT, moment),
                                        "played",
                                        played.stream()
                                                .map(one -> shown(library, visit, wording, moment, one))
                                                .toList()));
                    })
                    .handle(context);
        };
    }

    static Handler decide(Pages pages) {
        return pages.change((library, context) -> {
            Instant moment = moment(context.pathParam("moment"));
            Decision decision = Stream.of(Decision.values())
                    .filter(one -> word(one).equals(context.pathParam("decision")))
                    .findFirst()
                    .orElseThrow(NotFoundResponse::new);
            library.decide(Pages.number("play", context.pathParam("play")), decision);
            return new Pages.Done(
                    path(moment),
                    switch (decision) {
                        case HIDE -> "Hidden. It counts nowhere from now on, and can be shown again here.";
                        case SHOW -> "Shown again.";
                        case PART -> "It is a play of its own now.";
                        case JUDGE -> "Judged again.";
                    });
        });
    }

    private static String word(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new NotFoundResponse();
        }
    }

    private static Shown shown(Library library, Visit visit, Wording wording, Instant moment, Playback playback) {
        String id = playback.first().trackId();
        Optional<TrackName> name = library.directory().track(id).map(track -> track.name());
        String title = name.map(TrackName::title).orElse(id);
        String artist = name.map(TrackName::artist).orElse(null);
        String pictured =
                library.covers().known(List.of(id), List.of()).tracks().get(id);
        return new Shown(
                wording.of(Unit.TEXT, title),
                artist == null ? null : wording.of(Unit.TEXT, artist),
                visit.toTrack(id),
                Cover.of(artist + title).below(visit.toCover(pictured, Size.LARGE)),
                playback.verdict(),
                playback.rows().stream()
                        .map(row -> row(visit, wording, moment, playback, row))
                        .toList());
    }

    private static Row row(Visit visit, Wording wording, Instant moment, Playback playback, Playback.Row row) {
        boolean stands = row.equals(playback.first());
        boolean shared = playback.rows().size() > 1;
        Stream<Decision> ways = Stream.concat(
                row.hidden()
                        ? Stream.of(Decision.SHOW)
                        : stands && !playback.isHidden() ? Stream.of(Decision.HIDE) : Stream.of(),
                row.apart() ? Stream.of(Decision.JUDGE) : shared ? Stream.of(Decision.PART) : Stream.of());
        return new Row(
                wording.of(Unit.INSTANT, row.playedAt()),
                words(wording, row),
                row.reason() != null
                        ? "Another witness of the same playback: " + row.reason() + "."
                        : row.apart() ? "You said that it is a play of its own." : null,
                ways.map(way -> new Way(label(way), visit.link(path(moment) + "/" + row.playId() + "/" + word(way))))
                        .toList());
    }

    private static List<String> words(Wording wording, Playback.Row row) {
        return Stream.of(
                        "told by " + row.source(),
                        row.listenedMs() == null
                                ? "time listened not told"
                                : wording.of(Unit.MILLISECONDS, row.listenedMs()) + " listened",
                        row.skipped() == null ? "" : row.skipped() ? "skipped" : "not skipped",
                        row.reasonStart() == null ? "" : "started by " + row.reasonStart(),
                        row.reasonEnd() == null ? "" : "ended by " + row.reasonEnd(),
                        row.platform() == null ? "" : row.platform())
                .filter(word -> !word.isEmpty())
                .map(word -> wording.of(Unit.TEXT, word))
                .toList();
    }

    private static String label(Decision decision) {
        return switch (decision) {
            case HIDE -> "Hide this play";
            case SHOW -> "Show it again";
            case PART -> "It is a play of its own";
            case JUDGE -> "Judge it again";
        };
    }
}
