package dev.mtm.web;

import dev.mtm.web.Panel.Shape;
import dev.mtm.web.Panel.Wanted;
import java.util.List;
import java.util.Set;

/// A page that is made of questions, and nothing else. To add one, or to put a question on one, write it here.
///
/// @param path  of the page
/// @param group the entry of the navigation that it belongs to
/// @param title as the navigation and the page call it
/// @param lead  a sentence below the title
/// @param form  what the reader may choose
record Chapter(String path, String group, String title, String lead, Form form, List<Wanted> wanted) {
    Chapter {
        wanted = List.copyOf(wanted);
    }

    /// What the reader of a page may choose.
    enum Form {
        NONE,
        /// The parameters of its first question.
        QUESTION,
        /// As that, and each place is compared with the one in the period before.
        TOPS,
        /// Two periods, in which its questions are compared.
        PERIODS
    }

    static final List<Chapter> ALL = List.of(
            new Chapter(
                    "/",
                    "Overview",
                    "Your listening life",
                    "",
                    Form.NONE,
                    List.of(
                            Wanted.of("In all", Shape.FACTS, "totals"),
                            Wanted.of("This month", Shape.CONTRAST, "this-month"),
                            Wanted.of("A year of days", Shape.PICTURE, "listens-by-day"),
                            Wanted.of("Current obsessions", Shape.ROWS, "current-obsessions")
                                    .with("limit", "8"),
                            Wanted.of("Forgotten gems", Shape.ROWS, "forgotten-gems")
                                    .with("limit", "8"),
                            Wanted.of("On this day", Shape.ROWS, "on-this-day").with("per_year", "3"),
                            Wanted.of("Played last", Shape.ROWS, "recent-plays").with("limit", "8"))),
            top("tracks", "Top tracks", "What you listened to most."),
            top("artists", "Top artists", "Whom you listened to most."),
            top("albums", "Top albums", "The albums you listened to most."),
            top("genres", "Top genres", "What kind of music you listened to most, where a source told."),
            new Chapter(
                    "/gems",
                    "Gems",
                    "Forgotten gems",
                    "What you loved then and have not heard since.",
                    Form.NONE,
                    List.of(
                            Wanted.of("By your top lists", Shape.ROWS, "forgotten-gems"),
                            Wanted.of("By your plays", Shape.ROWS, "gems-by-plays"),
                            Wanted.of("On this day", Shape.ROWS, "on-this-day"))),
            new Chapter(
                    "/evolution",
                    "Evolution",
                    "How you changed",
                    "Month by month and year by year.",
                    Form.NONE,
                    List.of(
                            Wanted.of("Listens by month", Shape.PICTURE, "listens-by-month"),
                            Wanted.of("Your top tracks, month by month", Shape.PICTURE, "ranks-by-month")
                                    .with("time_range", "medium_term"),
                            Wanted.of("How much of each month's list was new", Shape.PICTURE, "turnover-by-month"),
                            Wanted.of("How varied each month was", Shape.PICTURE, "diversity-by-month"),
                            Wanted.of("Your eras", Shape.ROWS, "eras").with("limit", "12"),
                            Wanted.of("Discovered in the last year", Shape.ROWS, "discoveries")
                                    .with("limit", "12"))),
            new Chapter(
                    "/compare",
                    "Evolution",
                    "Two periods",
                    "Side by side: what rose, what fell, what came, what went.",
                    Form.PERIODS,
                    List.of(
                            Wanted.of("In all", Shape.CONTRAST, "totals"),
                            Wanted.of("Hours of the day", Shape.PICTURE, "hours-compared"),
                            Wanted.of("Artists", Shape.ROWS, "top-artists").with("limit", "15"),
                            Wanted.of("Tracks", Shape.ROWS, "top-tracks").with("limit", "15"),
                            Wanted.of("Albums", Shape.ROWS, "top-albums").with("limit", "15"))),
            new Chapter(
                    "/years",
                    "Years",
                    "Your years",
                    "Each has its story: choose one.",
                    Form.NONE,
                    List.of(
                            Wanted.of("Year by year", Shape.WHOLE, "listens-by-year"),
                            Wanted.of("New artists by year", Shape.PICTURE, "new-artists-by-year"))),
            new Chapter(
                    "/clock",
                    "Clock",
                    "When you listen",
                    "The hours of your week, and the days in a row.",
                    Form.NONE,
                    List.of(
                            Wanted.of("Hour by weekday", Shape.PICTURE, "hour-by-weekday"),
                            Wanted.of("The day in each season", Shape.PICTURE, "hour-by-season"),
                            Wanted.of("Days in a row", Shape.ROWS, "streaks"),
                            Wanted.of("Longest sessions", Shape.ROWS, "sessions"))),
            new Chapter(
                    "/attention",
                    "Clock",
                    "How you listen",
                    "What you heard to the end and what you skipped, and where.",
                    Form.NONE,
                    List.of(
                            Wanted.of("Month by month", Shape.PICTURE, "attention-by-month"),
                            Wanted.of("Why plays ended", Shape.ROWS, "reasons"),
                            Wanted.of("Why plays started", Shape.ROWS, "reasons")
                                    .with("side", "start"),
                            Wanted.of("Devices", Shape.ROWS, "devices"),
                            Wanted.of("Most skipped", Shape.ROWS, "most-skipped")
                                    .with("limit", "15"),
                            Wanted.of("Obsessive days", Shape.ROWS, "obsessive-days"))),
            new Chapter(
                    "/history",
                    "History",
                    "Every play",
                    "As it was told, whether it counts or not.",
                    Form.QUESTION,
                    List.of(Wanted.of("Plays", Shape.ROWS, "recent-plays"))),
            new Chapter(
                    "/snapshots",
                    Navigation.HOUSE,
                    "Snapshots",
                    "Your top tracks as they were kept: Spotify's own lists, and those that are computed from your plays.",
                    Form.QUESTION,
                    List.of(Wanted.of("Kept", Shape.ROWS, "snapshots-kept"))));

    /// What is known of one track; the questions' parameter is `track`.
    static final List<Wanted> TRACK = List.of(
            Wanted.of("In all", Shape.FACTS, "facts").without("tracks"),
            Wanted.of("Month by month", Shape.PICTURE, "facts-by-month"),
            Wanted.of("Hour by hour", Shape.PICTURE, "facts-by-hour"),
            Wanted.of("Before and after it", Shape.ROWS, "neighbours").with("per_side", "5"),
            Wanted.of("The longest sessions of a year with it", Shape.ROWS, "sessions")
                    .with("limit", "5"),
            Wanted.of("When you played it", Shape.ROWS, "recent-plays")
                    .with("limit", "10")
                    .without("track_id", "kind"),
            Wanted.of("Its place in your top lists", Shape.WHOLE, "rank-history")
                    .without("tracks"),
            Wanted.of("How it sounds", Shape.ROWS, "track-features"));

    /// What is known of one artist; the questions' parameter is `artist`.
    static final List<Wanted> ARTIST = List.of(
            Wanted.of("In all", Shape.FACTS, "facts"),
            Wanted.of("Month by month", Shape.PICTURE, "facts-by-month"),
            Wanted.of("Hour by hour", Shape.PICTURE, "facts-by-hour"),
            Wanted.of("Most listened tracks", Shape.ROWS, "top-tracks")
                    .with("limit", "10")
                    .without("last_heard"),
            Wanted.of("Most listened albums", Shape.ROWS, "top-albums").with("limit", "10"),
            Wanted.of("Best places in your top lists", Shape.PICTURE, "rank-history"),
            Wanted.of("Before and after", Shape.ROWS, "neighbours").with("per_side", "5"),
            Wanted.of("Played last", Shape.ROWS, "recent-plays")
                    .with("limit", "10")
                    .without("kind", "source", "better_source", "platform"),
            Wanted.of("The longest sessions of a year with them", Shape.ROWS, "sessions")
                    .with("limit", "5"));

    /// What is known of one album; the questions' parameters are `artist` and `album`.
    static final List<Wanted> ALBUM = List.of(
            Wanted.of("In all", Shape.FACTS, "facts"),
            Wanted.of("Month by month", Shape.PICTURE, "facts-by-month"),
            Wanted.of("Hour by hour", Shape.PICTURE, "facts-by-hour"),
            Wanted.of("Best places in your top lists", Shape.PICTURE, "rank-history"),
            Wanted.of("Its tracks", Shape.ROWS, "album-tracks").without("last_listen"),
            Wanted.of("Before and after it", Shape.ROWS, "neighbours").with("per_side", "5"),
            Wanted.of("Played last", Shape.ROWS, "recent-plays")
                    .with("limit", "10")
                    .without("kind", "source", "better_source", "platform"),
            Wanted.of("The longest sessions of a year with it", Shape.ROWS, "sessions")
                    .with("limit", "5"));

    /// What guests are not told: single plays.
    static final Set<String> PRIVATE = Set.of("recent-plays");

    /// Whether guests may read it, where the setting `public` lets them in.
    boolean isForGuests() {
        return path.equals("/") || path.startsWith("/tops/");
    }

    private static Chapter top(String what, String title, String lead) {
        return new Chapter(
                "/tops/" + what,
                "Tops",
                title,
                lead,
                Form.TOPS,
                List.of(Wanted.of("The list", Shape.ROWS, "top-" + what)));
    }
}
