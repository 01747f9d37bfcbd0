package dev.mtm.narrative;

import dev.mtm.analysis.Metrics;
import dev.mtm.analysis.Section;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Tells what is worth telling: whatever stands out of a period becomes a sentence, and what does not is left out. The
/// same figures give the same words.
public final class TemplateNarrator implements Narrator {
    public static final String NAME = "template";

    private static final int MOST_HIGHLIGHTS = 6;

    /// With fewer listens nothing stands out; all of it can be told.
    private static final long FEW = 12;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Narrative tell(Metrics metrics) {
        return new Telling(metrics).told();
    }

    /// Something that could be told.
    ///
    /// @param weight how much it stands out, from 0 to 100
    /// @param place  where it comes among what is told
    private record Idea(int weight, int place, String prose) {}

    private static final class Telling {
        private final Metrics metrics;
        private final long listens;
        private final long length;
        private final List<Idea> ideas = new ArrayList<>();

        Telling(Metrics metrics) {
            this.metrics = metrics;
            listens = metrics.part("totals").number(0, "listens");
            length = ChronoUnit.DAYS.between(metrics.from(), latest(metrics)) + 1;
        }

        /// The last day that is in the figures.
        private static LocalDate latest(Metrics metrics) {
            return metrics.until().isAfter(metrics.asOf()) ? metrics.asOf() : metrics.until();
        }

        Narrative told() {
            if (listens == 0) {
                return silence();
            }
            leaders();
            days();
            news();
            traits();
            List<Passage> highlights = ideas.stream()
                    .sorted(Comparator.comparingInt((Idea idea) -> -idea.weight())
                            .thenComparingInt(Idea::place))
                    .limit(listens < FEW ? 2 : MOST_HIGHLIGHTS)
                    .sorted(Comparator.comparingInt(Idea::place))
                    .map(idea -> filled(idea.prose()))
                    .toList();
            Theme theme = theme();
            return new Narrative(
                    filled(headline()), filled(summary()), highlights, theme.words(), filled(theme.reasoning()));
        }

        private Narrative silence() {
            boolean before = metrics.part("change").number(0, "listens_before") > 0;
            return new Narrative(
                    filled("{period.0.title}: silence"),
                    filled("Nothing was heard in these days, or nothing of it has come here yet."
                            + (before ? " The period before it held {change.0.listens_before:noun}." : "")),
                    List.of(),
                    "Silence",
                    filled("There is nothing to choose from."));
        }

        private Passage filled(String prose) {
            try {
                return Draft.filled(prose, metrics);
            } catch (Draft.Unfilled e) {
                throw new IllegalStateException(prose, e);
            }
        }

        private void idea(int weight, int place, String prose) {
            ideas.add(new Idea(weight, place, prose));
        }

        private boolean has(String path) {
            return metrics.figure(path).isPresent();
        }

        private Section part(String name) {
            return metrics.part(name);
        }

        private double fraction(String part, int row, String column) {
            return part(part).fraction(row, column).orElse(0.0);
        }

        /// A track by title and artist, as far as they are known; empty where not even the title is.
        private Optional<String> track(String part, int row) {
            String at = part + "." + row + ".";
            if (!has(at + "title")) {
                return Optional.empty();
            }
            return Optional.of(has(at + "artist") ? "{" + at + "title} by {" + at + "artist}" : "{" + at + "title}");
        }

        // What leads

        private double change() {
            return part("change").fraction(0, "listens_change").orElse(0.0);
        }

        private boolean rules(String part, double share) {
            return listens >= FEW && fraction(part, 0, "share") >= share;
        }

        private String headline() {
            String when = "{period.0.title}";
            if (listens < FEW) {
                return when + ": a quiet stretch";
            }
            if (rules("top_tracks", 0.08) && has("top_tracks.0.title")) {
                return when + " belonged to {top_tracks.0.title}";
            }
            if (rules("top_artists", 0.2)) {
                return when + ", under the spell of {top_artists.0.artist}";
            }
            if (change() >= 0.5) {
                return when + ": {change.0.listens_change} music than before";
            }
            if (change() <= -0.4) {
                return when + ": a step back, with {change.0.listens_change} than before";
            }
            if (fraction("variety", 0, "new_share") >= 0.5 && change() != 0) {
                return when + ": all ears for what is new";
            }
            if (everyDay()) {
                return when + ": not a day without music";
            }
            if (!part("rediscoveries").rows().isEmpty() && has("rediscoveries.0.title")) {
                return when + ": {rediscoveries.0.title} came back";
            }
            return has("top_artists.0.artist") ? when + " with {top_artists.0.artist}" : when + " in music";
        }

        private boolean everyDay() {
            return length >= 5 && part("totals").number(0, "days") == length;
        }

        private String summary() {
            String numbers = "On {totals.0.days:noun} you heard {totals.0.tracks:noun} in {totals.0.listens:noun}"
                    + (part("totals").number(0, "heard_ms") > 0 ? ": {totals.0.heard_ms} of music." : ".");
            return numbers + before() + when() + variety();
        }

        private String before() {
            long before = part("change").number(0, "listens_before");
            if (before == 0) {
                return " Of the period before it nothing is known.";
            }
            if (listens < FEW || before < FEW || !has("change.0.listens_change")) {
                return " The period before it held {change.0.listens_before:noun}.";
            }
            double change = change();
            if (Math.abs(change) < 0.04) {
                return " That is about as much as in the period before it, which held {change.0.listens_before:noun}.";
            }
            return Math.abs(change) >= 0.4
                    ? " That is {change.0.listens_change} than in the period before it: {change.0.listens_more} listens."
                    : " That is {change.0.listens_more} listens than in the period before it, {change.0.listens_change}.";
        }

        private String when() {
            if (listens < FEW) {
                return "";
            }
            int most = most("day_parts", "share");
            double share = fraction("day_parts", most, "share");
            String part = "{day_parts." + most + ".day_part}";
            String amount = "{day_parts." + most + ".share}";
            if (share >= 0.5) {
                return " Most of it belonged to the " + part + ", with " + amount + " of listens.";
            }
            return share >= 0.35
                    ? " The " + part + " held the largest part, " + amount + " of listens."
                    : " It was spread over the day, with the " + part + " a little ahead at " + amount + ".";
        }

        private String variety() {
            double weight = fraction("variety", 0, "effective_artists");
            if (listens < FEW || weight == 0) {
                return "";
            }
            long artists = part("variety").number(0, "artists");
            String counted = "{variety.0.artists:noun}";
            String weighed = "{variety.0.effective_artists:short}";
            String equal = ": it sounded like " + weighed + " artists in equal parts.";
            if (artists < 5 || weight >= artists * 0.4) {
                return " There were " + counted + ", as varied as " + weighed + " artists in equal parts.";
            }
            return " There were " + counted
                    + (weight < artists * 0.1
                            ? ", yet a few of them took most of the time"
                            : ", some heard far more than others")
                    + equal;
        }

        private int most(String part, String column) {
            Section section = part(part);
            int most = 0;
            for (int i = 1; i < section.rows().size(); i++) {
                double one = section.fraction(i, column).orElse((double) section.number(i, column));
                double best = section.fraction(most, column).orElse((double) section.number(most, column));
                most = one > best ? i : most;
            }
            return most;
        }

        private void leaders() {
            long first = part("top_tracks").number(0, "listens");
            long second = part("top_tracks").number(1, "listens");
            track("top_tracks", 0).ifPresent(best -> {
                String heard = best + ", heard {top_tracks.0.listens:times}";
                Optional<String> next = track("top_tracks", 1);
                if (next.isEmpty() || first <= 2) {
                    idea(30, 1, "The track heard most was " + heard + ".");
                } else if (first >= second * 1.5) {
                    idea(
                            80,
                            1,
                            "Nothing came close to " + heard + "; the next, " + next.get()
                                    + ", was heard {top_tracks.1.listens:times}.");
                } else if (first == second) {
                    idea(
                            55,
                            1,
                            best + " and " + next.get() + " shared the top, each heard {top_tracks.1.listens:times}.");
                } else {
                    idea(
                            60,
                            1,
                            "The top went to " + heard + (second * 10 >= first * 9 ? ", just ahead of " : ", ahead of ")
                                    + next.get()
                                    + ", heard {top_tracks.1.listens:times}.");
                }
            });
            if (has("top_artists.0.artist") && part("top_artists").number(0, "listens") > 2) {
                boolean rules = rules("top_artists", 0.2);
                String tracks = part("top_artists").number(0, "tracks") > 1
                        ? "{top_artists.0.listens:noun} of {top_artists.0.tracks:noun}"
                        : "{top_artists.0.listens:noun}";
                idea(
                        rules ? 75 : 50,
                        2,
                        rules
                                ? "{top_artists.0.artist} was everywhere: " + tracks + ", {top_artists.0.share} of all."
                                : "Nobody was nearer than {top_artists.0.artist}, with " + tracks + ".");
            }
            if (part("top_albums").number(0, "listens") >= 8) {
                idea(
                        35,
                        3,
                        "The album that you came back to most was {top_albums.0.album} by {top_albums.0.artist}, with"
                                + " {top_albums.0.listens:noun}.");
            }
        }

        private void days() {
            long record = part("record_days").number(0, "listens");
            double usual = (double) listens / Math.max(1, part("totals").number(0, "days"));
            if (listens >= FEW && record >= 2.5 * usual && record >= 10) {
                idea(
                        record >= 4 * usual ? 85 : 65,
                        4,
                        "The record day was {record_days.0.weekday}, {record_days.0.local_date:short}, with"
                                + " {record_days.0.listens:noun}.");
            }
            long run = part("streaks").number(0, "days");
            if (everyDay()) {
                idea(70, 5, "Not a day went by without music: {totals.0.days:noun}, all of them.");
            } else if (run >= 5 && run * 2 >= Math.min(length, 60)) {
                idea(
                        (int) Math.min(80, 40 + run),
                        5,
                        "The longest run of days with music held {streaks.0.days:noun}, from {streaks.0.first_day:short}"
                                + " to {streaks.0.last_day:short}.");
            }
            long same = part("obsessive_days").number(0, "listens");
            if (same >= 5) {
                track("obsessive_days", 0)
                        .ifPresent(track -> idea(
                                (int) Math.min(90, 45 + same * 3),
                                6,
                                "On {obsessive_days.0.local_date:short} you could not let go of " + track
                                        + ": it ran {obsessive_days.0.listens:times}."));
            }
            long longest = part("sessions").number(0, "heard_ms");
            if (longest >= 3 * 3_600_000L) {
                idea(
                        (int) Math.min(70, 35 + longest / 600_000),
                        7,
                        "The longest sitting began on {sessions.0.started_at} and held {sessions.0.heard_ms} of music.");
            }
            if (part("months").rows().size() >= 6) {
                int loud = most("months", "listens");
                long most = part("months").number(loud, "listens");
                if (most * part("months").rows().size() >= 1.6 * listens) {
                    idea(
                            62,
                            8,
                            "{months." + loud + ".month:short} stood out, with {months." + loud + ".listens:noun}.");
                }
            }
        }

        private void news() {
            boolean known = part("change").number(0, "listens_before") > 0;
            long found = part("discoveries").number(0, "listens");
            if (known && found >= 4) {
                idea(
                        (int) Math.min(78, 40 + found),
                        9,
                        "{discoveries.0.artist} was new to you on {discoveries.0.first_day:short}, and stayed for"
                                + " {discoveries.0.listens:noun}.");
            }
            long silent = part("rediscoveries").number(0, "silent_days");
            if (silent > 0) {
                track("rediscoveries", 0)
                        .ifPresent(track -> idea(
                                silent >= 730 ? 88 : silent >= 365 ? 72 : 58,
                                10,
                                track
                                        + " came back on {rediscoveries.0.back_on:short}, after {rediscoveries.0.silent_days:noun}"
                                        + " of silence, and was heard {rediscoveries.0.listens:times}."));
            }
            double fresh = fraction("variety", 0, "new_share");
            if (known && listens >= FEW && fresh >= 0.4) {
                idea(
                        68,
                        11,
                        "{variety.0.new_share} of listens went to tracks that you had never heard before,"
                                + " {variety.0.new_tracks} of them.");
            } else if (known && listens >= FEW && fresh <= 0.05) {
                idea(
                        45,
                        11,
                        "You stayed with what you knew: only {variety.0.new_share} of listens went to new tracks.");
            }
        }

        private void traits() {
            double skipped = fraction("attention", 0, "skipped_share");
            if (listens >= FEW && skipped >= 0.25) {
                idea(52, 12, "It was a restless time: {attention.0.skipped_share} of listens were cut short.");
            }
            double repeated = fraction("variety", 0, "repeated_share");
            if (listens >= FEW && repeated >= 0.75) {
                idea(48, 13, "You liked to hear things again: {variety.0.repeated_share} of listens were repeats.");
            }
            night(share -> share >= 25);
            int decade = most("decades", "listens");
            if (listens >= FEW
                    && has("decades." + decade + ".decade")
                    && part("decades").number(decade, "listens") * 2 >= listens) {
                idea(
                        42,
                        15,
                        "Most of the music came from the {decades." + decade + ".decade}, with {decades." + decade
                                + ".listens:noun}.");
            }
        }

        private void night(LongPredicate isMuch) {
            if (listens >= FEW && isMuch.test(Math.round(fraction("day_parts", 0, "share") * 100))) {
                idea(64, 14, "The {day_parts.0.day_part} had its share as well: {day_parts.0.share} of listens.");
            }
        }

        // The theme

        private record Theme(String words, String reasoning) {}

        private Theme theme() {
            if (listens < FEW) {
                return new Theme("A few good songs", "With {totals.0.listens:noun} there is little to go by.");
            }
            if (part("change").number(0, "listens_before") > 0 && fraction("variety", 0, "new_share") >= 0.4) {
                return new Theme("Fresh finds", "{variety.0.new_share} of listens went to tracks that were new.");
            }
            if (part("rediscoveries").rows().size() >= 3) {
                return new Theme(
                        "Old loves",
                        track("rediscoveries", 0).orElse("Much")
                                + " came back, and other tracks that had been silent for long.");
            }
            if (fraction("variety", 0, "repeated_share") >= 0.7) {
                return new Theme("On repeat", "{variety.0.repeated_share} of listens were repeats.");
            }
            int part = most("day_parts", "share");
            String why = "The {day_parts." + part + ".day_part} held {day_parts." + part + ".share} of listens.";
            return switch (part) {
                case 0 -> new Theme("After midnight", why);
                case 1 -> new Theme("Morning light", why);
                case 2 -> new Theme("Afternoon drift", why);
                default -> new Theme("Evening company", why);
            };
        }
    }
}
