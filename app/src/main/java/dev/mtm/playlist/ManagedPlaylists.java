package dev.mtm.playlist;

import dev.mtm.db.Database;
import dev.mtm.listening.HomeZone;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import dev.mtm.question.TrackName;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The playlists that are made anew by rules of their own, each for a stretch of time. What one is made of rests on the
/// days before it, so that it is the same whenever it is made within it.
public final class ManagedPlaylists {
    /// A share of what is listened to at these hours from which on its energy says something of them.
    private static final double KNOWN_ENOUGH = 0.5;

    /// So far from the energy of these hours, a track comes in less often.
    private static final double FAR = 0.25;

    private static final double FAR_WEIGHS = 0.25;

    /// More tracks than anybody hears in one part of ninety days.
    private static final int ALL_OF_A_PART = 20_000;

    private static final int MOST_IN_A_POOL = 300;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);

    private final ManagedStore store;
    private final PlaylistStore published;
    private final Asker asker;
    private final Playlists playlists;
    private final HomeZone zone;
    private final Clock clock;

    public ManagedPlaylists(
            Database database, long account, Asker asker, Playlists playlists, ZoneId zone, Clock clock) {
        this.store = new ManagedStore(database, account);
        this.published = new PlaylistStore(database, account);
        this.asker = asker;
        this.playlists = playlists;
        this.zone = new HomeZone(zone);
        this.clock = clock;
    }

    /// Every state that was published, the latest first.
    public List<Rebuild> history(Managed playlist) {
        return store.rebuilds(playlist);
    }

    /// How a mix stands to what was published last; nothing is asked of the host.
    public Playlists.Standing standing(Mix mix) {
        return playlists.standing(mix.edition());
    }

    /// Brings a mix to the host, and keeps how it came about.
    ///
    /// @throws dev.mtm.problem.MtmException as [Playlists#publish]
    public Playlists.Published publish(Mix mix) {
        return playlists.publish(mix.edition(), (session, id, at, tracks) -> store.note(session, mix, id, at, tracks));
    }

    /// Makes a playlist as it is to be now; nothing is asked of the host, and nothing is kept.
    public Mix compose(Managed playlist) {
        Slot slot = Slot.at(playlist, clock.instant(), zone);
        Set<String> out = store.resting(slot, zone);
        int resting = out.size();
        while (true) {
            Mix mix = switch (playlist) {
                case DAILY -> daily(slot, out, resting);
                case SIX_HOUR -> sixHours(slot, out, resting);
            };
            // Few are unknown to the host: to ask of those that came in takes less than to ask of all.
            if (!out.addAll(published.gone(mix.picks().stream().map(Pick::track).toList()))) {
                return mix;
            }
        }
    }

    /// A track of an answer, before it is known who is credited and how it sounds.
    private record Told(String track, TrackName name, String why, double weight) {}

    /// Turns a row into a reason and a weight.
    @FunctionalInterface
    private interface Reason {
        Told told(Row row);
    }

    /// A row of an answer, its values by the names of columns.
    private record Row(String track, TrackName name, Map<String, @Nullable Object> values) {
        long number(String column) {
            return values.get(column) instanceof Long number ? number : 0;
        }

        String text(String column) {
            return String.valueOf(values.get(column));
        }

        Told because(String why, double weight) {
            return new Told(track, name, why, weight);
        }
    }

    private List<Told> told(LocalDate asOf, String question, Map<String, String> given, Reason reason) {
        Answer answer = asker.ask(Questions.builtIn().named(question), given, asOf);
        List<Told> told = new ArrayList<>();
        for (List<@Nullable Object> values : answer.rows()) {
            Map<String, @Nullable Object> row = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                row.put(answer.columns().get(i).name(), values.get(i));
            }
            String track = String.valueOf(row.get("track_id"));
            if (PlaylistComposer.isAtSpotify(track)) {
                told.add(reason.told(
                        new Row(track, answer.tracks().getOrDefault(track, new TrackName(null, null)), row)));
            }
        }
        return told;
    }

    private List<Told> lately(LocalDate asOf, int days, int limit) {
        return told(
                asOf,
                "top-tracks",
                Map.of("from", asOf.minusDays(days - 1L).toString(), "until", asOf.toString(), "limit", "" + limit),
                row -> row.because(
                        times(row.number("listens")) + " in the last " + days + " days", row.number("listens")));
    }

    private List<Told> once(LocalDate asOf) {
        return told(
                asOf,
                "gems-by-plays",
                Map.of("least", "5", "limit", "200"),
                row -> row.because(
                        times(row.number("listens")) + ", none since " + row.text("last_heard"),
                        row.number("listens")));
    }

    private static String times(long listens) {
        return counted(listens) + (listens == 1 ? " listen" : " listens");
    }

    private static String counted(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private Mix daily(Slot slot, Set<String> out, int resting) {
        LocalDate asOf = slot.asOf();
        List<Told> now = lately(asOf, 30, 200);
        List<Told> once = once(asOf);
        List<Told> hardly = told(
                asOf,
                "hardly-heard",
                Map.of("least", "10", "per_artist", "8", "limit", "400"),
                row -> row.because(
                        (row.number("listens") == 0 ? "begun only" : times(row.number("listens"))) + ", of "
                                + counted(row.number("artist_listens")) + " to " + row.text("artist"),
                        row.number("artist_listens")));
        String theme = Stream.of(
                        about("lately ", now, out), about("once ", once, out), about("hardly yet ", hardly, out))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        List<Part> parts = List.of(
                new Part("heavy rotation", 15, now),
                new Part("rediscoveries", 9, once),
                new Part("discoveries", 6, hardly));
        return mixed(
                slot,
                out,
                resting,
                theme.isEmpty() ? WEEKDAY.format(slot.day()) : capitalised(theme),
                "",
                parts,
                2,
                null);
    }

    /// Who is behind the weightiest of some tracks that do not rest.
    private static Optional<String> about(String word, List<Told> told, Set<String> resting) {
        return told.stream()
                .filter(one -> !resting.contains(one.track()) && one.name().artist() != null)
                .max(Comparator.comparing(Told::weight).thenComparing(Told::track, Comparator.reverseOrder()))
                .map(one -> word + one.name().artist());
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private Mix sixHours(Slot slot, Set<String> out, int resting) {
        LocalDate asOf = slot.asOf();
        String part = slot.part().word();
        String then = part.equals("night") ? "at night" : "in the " + part;
        List<Told> habit = told(
                asOf,
                "tracks-by-day-part",
                Map.of("part", part, "limit", "" + ALL_OF_A_PART),
                row -> row.because(
                        counted(row.number("listens")) + " of " + times(row.number("all_listens")) + " in 90 days "
                                + then,
                        row.number("listens")));
        Mood mood = mood(habit);
        Map<String, Double> ofArtist = new TreeMap<>();
        habit.stream()
                .filter(one -> one.name().artist() != null)
                .forEach(one -> ofArtist.merge(String.valueOf(one.name().artist()), one.weight(), Double::sum));
        Optional<Map.Entry<String, Double>> most = ofArtist.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Double>comparingByKey().reversed()));
        String theme = (mood.word() == null ? "" : mood.word() + " ") + WEEKDAY.format(slot.day()) + " " + part
                + most.map(artist -> ", around " + artist.getKey()).orElse("");
        String why = " In 90 days you listened to " + counted(habit.size(), "track") + " " + then
                + most.map(artist -> ", most to " + artist.getKey() + " ("
                                + times(artist.getValue().longValue()) + ")")
                        .orElse("")
                + "."
                + (mood.word() == null
                        ? ""
                        : " Energy is known of %.0f %% of these listens and is %.2f on average: %s. What is far from it comes in less often."
                                .formatted(mood.known() * 100, mood.energy(), mood.word()));
        return mixed(
                slot,
                out,
                resting,
                capitalised(theme),
                why,
                List.of(
                        new Part("of these hours", 12, habit.subList(0, Math.min(habit.size(), MOST_IN_A_POOL))),
                        new Part("of this week", 5, lately(asOf, 7, 150)),
                        new Part("rediscoveries", 3, once(asOf)),
                        new Part("of this month", 0, lately(asOf, 30, 200))),
                slot.part().rise(),
                mood.word() == null ? null : mood.energy());
    }

    /// How what is listened to at some hours sounds.
    ///
    /// @param word   null: too little of it is known
    /// @param energy the mean of the listens that it is known of
    /// @param known  of which share of the listens it is known
    private record Mood(@Nullable String word, double energy, double known) {}

    private Mood mood(List<Told> habit) {
        Map<String, ManagedStore.Facts> facts =
                store.facts(habit.stream().map(Told::track).toList());
        double all = 0;
        double known = 0;
        double sum = 0;
        for (Told one : habit) {
            all += one.weight();
            ManagedStore.Facts fact = facts.get(one.track());
            if (fact != null && fact.energy() != null) {
                known += one.weight();
                sum += one.weight() * fact.energy();
            }
        }
        if (known == 0 || known < all * KNOWN_ENOUGH) {
            return new Mood(null, 0, all == 0 ? 0 : known / all);
        }
        double energy = sum / known;
        return new Mood(energy < 0.45 ? "calm" : energy < 0.65 ? "steady" : "lively", energy, known / all);
    }

    /// A share before the facts of its tracks are known.
    private record Part(String name, int count, List<Told> told) {}

    /// @param out    tracks that stay out
    /// @param resting how many of them were in it lately
    /// @param why    what is particular to it, sentences after a blank; may be empty
    /// @param energy tracks far from it come in less often; null: all alike
    private Mix mixed(
            Slot slot,
            Set<String> out,
            int resting,
            String theme,
            String why,
            List<Part> parts,
            int rise,
            @Nullable Double energy) {
        Set<String> ids = new LinkedHashSet<>();
        parts.forEach(part -> part.told().forEach(one -> ids.add(one.track())));
        Map<String, ManagedStore.Facts> facts = store.facts(ids);
        List<Share> shares = parts.stream()
                .map(part -> new Share(
                        part.name(),
                        part.count(),
                        part.told().stream()
                                .filter(one -> facts.containsKey(one.track()))
                                .map(one -> candidate(one, facts.get(one.track()), energy))
                                .toList()))
                .toList();
        List<Pick> picks =
                Mixing.arranged(Mixing.picked(shares, slot.playlist().size(), out, slot.name() + "\n" + theme), rise);
        Map<String, TrackName> names = new HashMap<>();
        parts.forEach(part -> part.told().forEach(one -> names.put(one.track(), one.name())));
        names.keySet().retainAll(picks.stream().map(Pick::track).collect(Collectors.toSet()));
        return new Mix(slot, theme, reasoning(slot, why, parts, picks, resting, rise), picks, names);
    }

    private static Candidate candidate(Told told, ManagedStore.@Nullable Facts facts, @Nullable Double energy) {
        ManagedStore.Facts known = facts == null ? new ManagedStore.Facts(told.track(), Set.of(), null) : facts;
        boolean far = energy != null && known.energy() != null && Math.abs(known.energy() - energy) > FAR;
        // Squared: else the many that were heard once or twice would be most of what comes in.
        double weight = Math.max(told.weight() * told.weight(), 1) * (far ? FAR_WEIGHS : 1);
        return new Candidate(told.track(), known.song(), known.artists(), told.why(), weight, known.energy());
    }

    private static String reasoning(Slot slot, String why, List<Part> parts, List<Pick> picks, int resting, int rise) {
        String hours = slot.playlist() == Managed.DAILY
                ? ""
                : ", " + slot.part().firstHour() + " to " + (slot.part().firstHour() + DayPart.HOURS) + " o'clock";
        List<String> held = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        for (Part part : parts) {
            long in = picks.stream()
                    .filter(pick -> pick.share().equals(part.name()))
                    .count();
            if (in > 0 || part.count() > 0) {
                held.add(in + " " + part.name());
            }
            if (in < part.count()) {
                lacking.add(part.name() + " were to be " + part.count());
            }
        }
        StringBuilder text = new StringBuilder(DAY.format(slot.day()))
                .append(hours)
                .append(".")
                .append(why)
                .append(" In it: ")
                .append(String.join(", ", held))
                .append(".");
        if (!lacking.isEmpty()) {
            text.append(" Too few fitted: ").append(String.join(", ", lacking)).append(".");
        }
        text.append(" Of an artist there are ").append(Mixing.MOST_OF_AN_ARTIST).append(" at most");
        if (resting > 0) {
            text.append("; ")
                    .append(counted(resting, "track"))
                    .append(" of the last ")
                    .append(
                            slot.playlist().restDays() == 1
                                    ? "day"
                                    : slot.playlist().restDays() + " days")
                    .append(resting == 1 ? " stays out" : " stay out");
        }
        text.append(".");
        text.append(" Energy is known of ")
                .append(Mixing.measured(picks))
                .append(" of ")
                .append(picks.size());
        text.append(
                Mixing.hasArc(picks)
                        ? switch (rise) {
                            case 0 -> ": from the liveliest on it calms down.";
                            case 3 -> ": it grows livelier to the end.";
                            default -> ": it rises to a peak, then falls.";
                        }
                        : ", too few for an arc: the shares take turns. `mtm enrich features` looks up more.");
        return text.toString();
    }

    private static String counted(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }
}
