package dev.mtm.question;

import dev.mtm.imports.HistoryFile;
import dev.mtm.imports.ToldPlay;
import dev.mtm.listening.Kind;
import dev.mtm.listening.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Counts a history once more, with lists and loops: no SQL, no projection, nothing of the program but its
/// words.
final class Recount {
    private static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    private static final Comparator<@Nullable String> BYTES_NULLS_LAST = Comparator.nullsLast(BYTES);

    private final ZoneId zone;
    private final Map<String, Long> lengths;
    private final List<Ranked> ranks = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final List<HistoryFile.LogRow> log = new ArrayList<>();
    private final List<Listen> listens = new ArrayList<>();
    private final Map<String, ToldPlay> names = new HashMap<>();
    private final Map<String, String> counted = new HashMap<>();
    private final Map<HistoryFile.LogRow, String> betterSources = new HashMap<>();
    private final Map<String, String> genres = new HashMap<>();
    private final List<Weather> weather = new ArrayList<>();
    private final Map<String, Sound> sounds = new HashMap<>();

    /// @param lengths lengths of tracks in milliseconds, by id
    Recount(List<HistoryFile> files, ZoneId zone, Map<String, Long> lengths) {
        this.zone = zone;
        this.lengths = Map.copyOf(lengths);
        log.addAll(HistoryFile.rows(files));
        log.stream()
                .map(HistoryFile.LogRow::play)
                .forEach(play -> names.merge(play.trackId(), play, Recount::lastName));
        listen();
        listens.sort(Comparator.comparing(Listen::at));
    }

    /// A playback that counts.
    private record Listen(
            HistoryFile.LogRow row,
            String track,
            Instant at,
            LocalDate day,
            int hour,
            @Nullable Long heard,
            boolean estimated) {}

    /// A place in a top list.
    record Ranked(LocalDate day, String range, int place, String track, String origin) {}

    private static ToldPlay lastName(ToldPlay one, ToldPlay other) {
        Comparator<ToldPlay> order = Comparator.comparing(ToldPlay::startedAt)
                .thenComparing(ToldPlay::title, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(ToldPlay::artist, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(ToldPlay::album, Comparator.nullsFirst(Comparator.naturalOrder()));
        return order.compare(one, other) < 0 ? other : one;
    }

    /// One listen for each playback of music that was heard for half a minute, for half of the track, or
    /// nobody knows how long. Of a playback that both exports tell of, the account data's row gives way.
    private void listen() {
        Map<Integer, List<HistoryFile.LogRow>> playbacks =
                log.stream().collect(Collectors.groupingBy(row -> row.play().playback()));
        for (List<HistoryFile.LogRow> rows : playbacks.values()) {
            List<HistoryFile.LogRow> richer = rows.stream()
                    .filter(row -> row.play().source() == Source.SPOTIFY_EXTENDED)
                    .toList();
            // Of rows that differ in their circumstances only, the one that tells most stands for all.
            Collection<HistoryFile.LogRow> counted = (richer.isEmpty() ? rows : richer)
                    .stream()
                            .collect(Collectors.toMap(
                                    row -> row.play().naturalKey() + " " + row.ordinal(),
                                    row -> row,
                                    Recount::thatTellsMore))
                            .values();
            for (HistoryFile.LogRow row : rows) {
                if (row.play().kind() == Kind.MUSIC && !counted.contains(row)) {
                    Source better = richer.isEmpty() ? row.play().source() : Source.SPOTIFY_EXTENDED;
                    betterSources.put(row, better.label());
                }
            }
            for (HistoryFile.LogRow row : counted) {
                ToldPlay play = row.play();
                Long length = lengths.get(play.trackId());
                Long ms = play.ms();
                boolean counts = ms == null || ms >= 30_000 || length != null && length > 0 && ms * 2 >= length;
                if (play.kind() == Kind.MUSIC && counts) {
                    var wall = play.startedAt().atZone(zone);
                    listens.add(new Listen(
                            row,
                            countedAs(play.trackId()),
                            play.startedAt(),
                            wall.toLocalDate(),
                            wall.getHour(),
                            ms == null ? length : ms,
                            ms == null && length != null));
                }
            }
        }
    }

    private static HistoryFile.LogRow thatTellsMore(HistoryFile.LogRow one, HistoryFile.LogRow other) {
        Comparator<HistoryFile.LogRow> order = Comparator.comparing((HistoryFile.LogRow row) -> Stream.of(
                                row.play().skipped(), row.play().platform())
                        .filter(Objects::isNull)
                        .count())
                .thenComparing(row -> String.valueOf(row.play().skipped()))
                .thenComparing(row -> String.valueOf(row.play().platform()));
        return order.compare(one, other) <= 0 ? one : other;
    }

    /// A track without an id counts as the edition of the same song that was heard last.
    private String countedAs(String track) {
        return counted.computeIfAbsent(track, this::findCountedAs);
    }

    private String findCountedAs(String track) {
        ToldPlay told = name(track);
        if (!track.startsWith("name:")) {
            return track;
        }
        return names.entrySet().stream()
                .filter(other -> other.getValue().kind() == Kind.MUSIC
                        && !other.getKey().startsWith("name:")
                        && other.getValue().songKey().equals(told.songKey()))
                .min(Comparator.comparing((Map.Entry<String, ToldPlay> other) ->
                                other.getValue().startedAt())
                        .reversed()
                        .thenComparing(Map.Entry::getKey, BYTES))
                .map(Map.Entry::getKey)
                .orElse(track);
    }

    private ToldPlay name(String track) {
        return Objects.requireNonNull(names.get(track), track);
    }

    private @Nullable String artistKey(String track) {
        String artist = name(track).artist();
        return artist == null ? null : ToldPlay.folded(artist);
    }

    private String artistName(String key) {
        return names.values().stream()
                .filter(told -> told.kind() == Kind.MUSIC)
                .map(ToldPlay::artist)
                .filter(Objects::nonNull)
                .filter(artist -> ToldPlay.folded(artist).equals(key))
                .max(BYTES)
                .orElseThrow();
    }

    /// The tracks that music was played of.
    List<String> tracks() {
        return names.keySet().stream()
                .filter(track -> name(track).kind() == Kind.MUSIC)
                .sorted()
                .toList();
    }

    /// Adds what Spotify is said to have ranked.
    void rank(Ranked ranked) {
        ranks.add(ranked);
    }

    /// Adds the top lists of every month's end up to a day.
    void rankMonths(LocalDate until) {
        if (listens.isEmpty()) {
            return;
        }
        YearMonth month = YearMonth.from(listens.getFirst().day());
        for (LocalDate end = month.atEndOfMonth(); !end.isAfter(until); end = end.plusDays(1)) {
            if (end.equals(YearMonth.from(end).atEndOfMonth())) {
                rankMonth(end, "short_term", end.minusDays(27));
                rankMonth(end, "medium_term", end.minusMonths(6).plusDays(1));
                rankMonth(end, "long_term", end.minusYears(1).plusDays(1));
            }
        }
    }

    private void rankMonth(LocalDate end, String range, LocalDate from) {
        Map<String, List<Listen>> heard = by(between(from, end), Listen::track);
        List<String> order = heard.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Listen>> track) ->
                                -track.getValue().size())
                        .thenComparing(track -> -time(track.getValue()))
                        .thenComparing(Map.Entry::getKey, BYTES))
                .limit(50)
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; i < order.size(); i++) {
            ranks.add(new Ranked(end, range, i + 1, order.get(i), "computed"));
        }
    }

    /// The rows that a question must answer; null where it must refuse for want of snapshots.
    @Nullable
    List<List<@Nullable Object>> rows(String question, Map<String, String> given, LocalDate today) {
        Asking asking = new Asking(given, today);
        boolean ranked = ranks.stream().anyMatch(rank -> !rank.day().isAfter(today));
        if (Set.of(
                                "forgotten-gems",
                                "current-obsessions",
                                "diversity-by-month",
                                "rank-history",
                                "turnover-by-month",
                                "ranks-by-month",
                                "eras")
                        .contains(question)
                && !ranked) {
            return null;
        }
        return switch (question) {
            case "totals" -> totals(asking);
            case "top-tracks" -> topTracks(asking);
            case "top-artists" -> topArtists(asking);
            case "top-albums" -> topAlbums(asking);
            case "listens-by-day" -> listensByDay(asking);
            case "listens-by-month" -> byMonth(asking);
            case "listens-by-year" -> byYear(asking);
            case "hour-by-weekday" -> hourByWeekday(asking);
            case "new-artists-by-year" -> newArtists(asking);
            case "on-this-day" -> onThisDay(asking);
            case "streaks" -> streaks(asking);
            case "gems-by-plays" -> gemsByPlays(asking);
            case "recent-plays" -> recentPlays(asking);
            case "first-heard" -> firstHeard(asking);
            case "rank-history" -> rankHistory(asking);
            case "snapshots-kept" -> snapshotsKept(asking);
            case "forgotten-gems" -> forgottenGems(asking);
            case "current-obsessions" -> currentObsessions(asking);
            case "diversity-by-month" -> diversity(asking);
            case "release-facts" -> releaseFacts(asking);
            case "facts" -> facts(asking);
            case "facts-by-month" -> monthly(chosen(asking));
            case "album-tracks" -> albumTracks(asking);
            case "this-month" -> thisMonth(asking);
            case "top-genres" -> topGenres(asking);
            case "hours-compared" -> hoursCompared(asking);
            case "hour-by-season" -> hourBySeason(asking);
            case "listening-by-weather" -> byWeather(asking);
            case "devices" -> devices(asking);
            case "reasons" -> reasons(asking);
            case "attention-by-month" -> attention(asking);
            case "most-skipped" -> mostSkipped(asking);
            case "facts-by-hour" -> hourly(chosen(asking));
            case "neighbours" -> neighbours(asking);
            case "turnover-by-month" -> turnover(asking);
            case "ranks-by-month" -> ranksByMonth(asking);
            case "eras" -> eras(asking);
            case "discoveries" -> discoveries(asking);
            case "obsessive-days" -> obsessiveDays(asking);
            case "sessions" -> sessions(asking);
            case "loyal-artists" -> loyalArtists(asking);
            case "tracks-by-day-part" -> tracksByDayPart(asking);
            case "hardly-heard" -> hardlyHeard(asking);
            case "listens-by-weekday" -> listensByWeekday(asking);
            case "record-days" -> recordDays(asking);
            case "variety" -> variety(asking);
            case "attention" -> attentionInAll(asking);
            case "listens-by-decade" -> listensByDecade(asking);
            case "rediscoveries" -> rediscoveries(asking);
            case "track-features" -> trackFeatures(asking);
            case "feature-means" -> featureMeans(asking);
            case "mood-by-month" ->
                mood(lately(asking), listen -> listen.day().toString().substring(0, 7));
            case "mood-by-hour" ->
                mood(
                        lately(asking).stream()
                                .filter(listen -> zone.getRules()
                                        .getOffset(listen.day().atStartOfDay())
                                        .equals(zone.getRules()
                                                .getOffset(
                                                        listen.day().plusDays(1).atStartOfDay())))
                                .toList(),
                        listen -> (long) listen.hour());
            case "mood-candidates" -> moodCandidates(asking);
            default -> throw new IllegalArgumentException("no recount of " + question + " yet: add one here");
        };
    }

    /// What is asked, with the defaults that the headers promise.
    private record Asking(Map<String, String> given, LocalDate today) {
        LocalDate day(String name, LocalDate otherwise) {
            return given.containsKey(name) ? LocalDate.parse(given.get(name)) : otherwise;
        }

        LocalDate from() {
            LocalDate from = day("from", LocalDate.EPOCH);
            LocalDate year = Year.of((int) number("year", from.getYear())).atDay(1);
            return from.isBefore(year) ? year : from;
        }

        LocalDate until() {
            LocalDate until = day("until", today);
            LocalDate year =
                    Year.of((int) number("year", until.getYear())).atMonth(12).atEndOfMonth();
            return Stream.of(until, year, today).min(Comparator.naturalOrder()).orElseThrow();
        }

        long number(String name, long otherwise) {
            return given.containsKey(name) ? Long.parseLong(given.get(name)) : otherwise;
        }

        String word(String name, String otherwise) {
            return given.getOrDefault(name, otherwise);
        }
    }

    private List<Listen> between(LocalDate from, LocalDate until) {
        return listens.stream()
                .filter(listen -> !listen.day().isBefore(from) && !listen.day().isAfter(until))
                .toList();
    }

    private static <K> Map<K, List<Listen>> by(Collection<Listen> some, Function<Listen, K> key) {
        return some.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static long time(Collection<Listen> some) {
        return some.stream()
                .map(Listen::heard)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /// Null where nothing is known of any of them.
    private static @Nullable Long timeOrNull(Collection<Listen> some) {
        return some.stream().allMatch(listen -> listen.heard() == null) ? null : time(some);
    }

    private static Instant lastOf(Collection<Listen> some) {
        return some.stream().map(Listen::at).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    private static List<List<@Nullable Object>> first(List<List<@Nullable Object>> rows, long limit) {
        return rows.stream().limit(limit).toList();
    }

    private List<List<@Nullable Object>> totals(Asking asking) {
        List<Listen> heard = between(asking.from(), asking.until());
        long plays = log.stream()
                .map(row -> row.play().startedAt().atZone(zone).toLocalDate())
                .filter(day -> !day.isBefore(asking.from()) && !day.isAfter(asking.until()))
                .count();
        Long all = timeOrNull(heard);
        long estimated = time(heard.stream().filter(Listen::estimated).toList());
        Double share = all == null || all == 0
                ? null
                : Double.valueOf(BigDecimal.valueOf(estimated)
                        .divide(BigDecimal.valueOf(all), 6, RoundingMode.HALF_UP)
                        .doubleValue());
        Set<LocalDate> days = heard.stream().map(Listen::day).collect(Collectors.toSet());
        return List.of(row(
                (long) heard.size(),
                plays,
                all,
                share,
                (long) by(heard, Listen::track).size(),
                heard.stream()
                        .map(listen -> artistKey(listen.track()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count(),
                (long) days.size(),
                days.isEmpty() ? null : Collections.min(days),
                days.isEmpty() ? null : Collections.max(days)));
    }

    /// A thing that is ranked by listens or by time.
    private record Candidate(
            @Nullable String name, @Nullable String second, String id, List<Listen> heard) {
        long amount(Asking asking) {
            return asking.word("by", "listens").equals("time") ? time(heard) : heard.size();
        }

        long tracks() {
            return heard.stream().map(Listen::track).distinct().count();
        }
    }

    /// The candidates in their order, each with its place: equal amounts share one.
    private static List<List<@Nullable Object>> placed(
            List<Candidate> candidates, Asking asking, Function<Candidate, List<@Nullable Object>> shown) {
        List<Candidate> order = candidates.stream()
                .sorted(Comparator.comparing((Candidate one) -> -one.amount(asking))
                        .thenComparing(Candidate::name, BYTES_NULLS_LAST)
                        .thenComparing(Candidate::second, BYTES_NULLS_LAST)
                        .thenComparing(Candidate::id, BYTES))
                .toList();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Candidate one : order) {
            long better = order.stream()
                    .filter(other -> other.amount(asking) > one.amount(asking))
                    .count();
            List<@Nullable Object> row = new ArrayList<>();
            row.add(better + 1);
            row.addAll(shown.apply(one));
            rows.add(row);
        }
        return first(rows, asking.number("limit", 50));
    }

    private List<List<@Nullable Object>> topTracks(Asking asking) {
        List<Candidate> candidates = new ArrayList<>();
        by(credited(asking), Listen::track)
                .forEach((track, heard) -> candidates.add(new Candidate(track, null, track, heard)));
        return placed(
                candidates,
                asking,
                one -> row(one.id(), (long) one.heard().size(), timeOrNull(one.heard()), lastOf(one.heard())));
    }

    /// What was heard in the span, of one artist where one is asked for.
    private List<Listen> credited(Asking asking) {
        String artist = asking.word("artist", "");
        return between(asking.from(), asking.until()).stream()
                .filter(listen -> artist.isEmpty() || isCredited(listen.track(), artist))
                .toList();
    }

    private boolean isCredited(String track, String artist) {
        String key = artistKey(track);
        return key != null && artistName(key).equals(artist);
    }

    /// What was told of a track's release.
    ///
    /// @param date null as the next two: not told
    record Release(
            String track,
            @Nullable String date,
            @Nullable Long disc,
            @Nullable String isrc) {}

    /// What the weather was in the hour that begins then.
    ///
    /// @param code of WMO 4677; null: unknown
    record Weather(
            Instant hour, double temperature, @Nullable Integer code) {}

    /// Tells of the weather at home, beside the exports.
    void weather(Weather reading) {
        weather.add(reading);
    }

    private List<List<@Nullable Object>> byWeather(Asking asking) {
        boolean sky = !"temperature".equals(asking.given().get("by"));
        LocalDate from = asking.day("from", asking.today().minusYears(1));
        List<Listen> heard = between(from, asking.until());
        List<String> kinds = sky
                ? List.of("clear", "cloudy", "fog", "rain", "snow", "thunderstorm")
                : List.of("below 0 °C", "0 to 10 °C", "10 to 20 °C", "20 to 30 °C", "30 °C and more");
        Map<String, List<Weather>> readings = weather.stream()
                .filter(reading -> reading.hour()
                                .isBefore(asking.until()
                                        .plusDays(1)
                                        .atStartOfDay(zone)
                                        .toInstant())
                        && reading.hour()
                                .plusSeconds(3600)
                                .isAfter(from.atStartOfDay(zone).toInstant()))
                .filter(reading -> !sky || reading.code() != null)
                .collect(Collectors.groupingBy(reading -> sky
                        ? sky(Objects.requireNonNull(reading.code()))
                        : kinds.get(Math.clamp((int) Math.floor(reading.temperature() / 10) + 1, 0, 4))));
        Map<Instant, List<Listen>> byHour = by(heard, listen -> listen.at().truncatedTo(ChronoUnit.HOURS));
        Map<String, List<Listen>> met = new HashMap<>();
        readings.forEach((kind, hours) -> met.put(
                kind,
                hours.stream()
                        .flatMap(reading -> byHour.getOrDefault(reading.hour(), List.of()).stream())
                        .toList()));
        long known = met.values().stream().mapToLong(List::size).sum();
        if (known == 0) {
            return List.of();
        }
        return kinds.stream()
                .filter(readings::containsKey)
                .map(kind -> {
                    List<Listen> there = Objects.requireNonNull(met.get(kind));
                    int hours = Objects.requireNonNull(readings.get(kind)).size();
                    return row(
                            kind,
                            (long) there.size(),
                            there.stream().allMatch(listen -> listen.heard() == null)
                                    ? null
                                    : Long.valueOf(time(there)),
                            (long) hours,
                            share(24L * there.size(), hours),
                            share(known, heard.size()));
                })
                .toList();
    }

    private static String sky(int code) {
        return switch (code) {
            case 0, 1 -> "clear";
            case 2, 3 -> "cloudy";
            case 45, 48 -> "fog";
            case 71, 73, 75, 77, 85, 86 -> "snow";
            case 95, 96, 99 -> "thunderstorm";
            default -> "rain";
        };
    }

    /// Tells of a release, beside the exports.
    void release(Release release) {
        releases.add(release);
    }

    private List<List<@Nullable Object>> releaseFacts(Asking asking) {
        Set<String> met = new HashSet<>();
        between(LocalDate.EPOCH, asking.today()).forEach(listen -> met.add(listen.track()));
        ranks.stream().filter(rank -> !rank.day().isAfter(asking.today())).forEach(rank -> met.add(rank.track()));
        return releases.stream()
                .filter(release -> met.contains(release.track()))
                .filter(release -> asking.word("isrc", "").isEmpty()
                        || asking.word("isrc", "").equals(release.isrc()))
                .sorted(Comparator.comparing(Release::date, Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing(Release::track, BYTES))
                .limit(asking.number("limit", 50))
                .map(release -> row(release.track(), release.date(), release.disc(), release.isrc()))
                .toList();
    }

    private List<List<@Nullable Object>> topArtists(Asking asking) {
        List<Listen> known = between(asking.from(), asking.until()).stream()
                .filter(listen -> artistKey(listen.track()) != null)
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        by(known, listen -> Objects.requireNonNull(artistKey(listen.track())))
                .forEach((key, heard) ->
                        candidates.add(new Candidate(artistName(key), null, ToldPlay.digest(key), heard)));
        return placed(
                candidates,
                asking,
                one -> row(one.name(), (long) one.heard().size(), timeOrNull(one.heard()), one.tracks()));
    }

    private List<List<@Nullable Object>> topAlbums(Asking asking) {
        List<Listen> known = credited(asking).stream()
                .filter(listen -> name(listen.track()).album() != null)
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        by(known, listen -> Arrays.asList(name(listen.track()).album(), artistKey(listen.track())))
                .forEach((album, heard) -> {
                    String artist = album.get(1);
                    candidates.add(new Candidate(
                            album.get(0),
                            artist == null ? null : artistName(artist),
                            artist == null ? "" : ToldPlay.digest(artist),
                            heard));
                });
        return placed(
                candidates,
                asking,
                one -> row(one.name(), one.second(), (long) one.heard().size(), timeOrNull(one.heard()), one.tracks()));
    }

    private List<List<@Nullable Object>> listensByDay(Asking asking) {
        LocalDate from = asking.given().containsKey("from")
                ? asking.from()
                : asking.today().minusYears(1);
        return new TreeMap<>(by(between(from, asking.until()), Listen::day))
                .entrySet().stream()
                        .map(day -> row(day.getKey(), (long) day.getValue().size(), time(day.getValue())))
                        .toList();
    }

    private List<List<@Nullable Object>> byMonth(Asking asking) {
        TreeMap<YearMonth, List<Listen>> months =
                new TreeMap<>(by(between(asking.from(), asking.until()), listen -> YearMonth.from(listen.day())));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (!months.isEmpty()) {
            YearMonth last = months.lastKey();
            for (YearMonth month = months.firstKey(); !month.isAfter(last); month = month.plusMonths(1)) {
                rows.add(sums(month.toString(), months.getOrDefault(month, List.of())));
            }
        }
        return rows;
    }

    private List<List<@Nullable Object>> byYear(Asking asking) {
        TreeMap<Integer, List<Listen>> years = new TreeMap<>(by(
                between(asking.from(), asking.until()), listen -> listen.day().getYear()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (!years.isEmpty()) {
            for (int year = years.firstKey(); year <= years.lastKey(); year++) {
                rows.add(sums((long) year, years.getOrDefault(year, List.of())));
            }
        }
        return rows;
    }

    private static List<@Nullable Object> sums(Object period, List<Listen> heard) {
        return row(period, (long) heard.size(), time(heard), (long)
                by(heard, Listen::day).size());
    }

    private List<List<@Nullable Object>> hourByWeekday(Asking asking) {
        TreeMap<Integer, List<Listen>> hours = new TreeMap<>(by(
                between(asking.from(), asking.until()),
                listen -> listen.day().getDayOfWeek().getValue() * 24 + listen.hour()));
        return hours.entrySet().stream()
                .map(hour -> row(
                        (long) (hour.getKey() / 24),
                        (long) (hour.getKey() % 24),
                        (long) hour.getValue().size(),
                        time(hour.getValue())))
                .toList();
    }

    private List<List<@Nullable Object>> newArtists(Asking asking) {
        Map<String, LocalDate> firstOfTrack = new HashMap<>();
        Map<String, LocalDate> firstOfArtist = new HashMap<>();
        for (Listen listen : between(LocalDate.EPOCH, asking.today())) {
            firstOfTrack.putIfAbsent(listen.track(), listen.day());
            String artist = artistKey(listen.track());
            if (artist != null) {
                firstOfArtist.putIfAbsent(artist, listen.day());
            }
        }
        Predicate<LocalDate> asked = day -> day.getYear() >= asking.number("from", 0)
                && day.getYear() <= asking.number("until", asking.today().getYear());
        Map<Integer, Long> artists = perYear(firstOfArtist.values(), asked);
        return new TreeMap<>(perYear(firstOfTrack.values(), asked))
                .entrySet().stream()
                        .map(year ->
                                row((long) year.getKey(), artists.getOrDefault(year.getKey(), 0L), year.getValue()))
                        .toList();
    }

    private static Map<Integer, Long> perYear(Collection<LocalDate> days, Predicate<LocalDate> asked) {
        return days.stream().filter(asked).collect(Collectors.groupingBy(LocalDate::getYear, Collectors.counting()));
    }

    private List<List<@Nullable Object>> onThisDay(Asking asking) {
        LocalDate asked = asking.day("day", asking.today());
        LocalDate day = asked.isAfter(asking.today()) ? asking.today() : asked;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int year = day.getYear() - 1; year >= 1970; year--) {
            if (!Year.isLeap(year) && day.getMonthValue() == 2 && day.getDayOfMonth() == 29) {
                continue;
            }
            LocalDate then = day.withYear(year);
            List<Candidate> candidates = new ArrayList<>();
            by(between(then, then), Listen::track)
                    .forEach((track, heard) -> candidates.add(new Candidate(track, null, track, heard)));
            candidates.sort(
                    Comparator.comparing((Candidate one) -> -one.heard().size()).thenComparing(Candidate::id, BYTES));
            for (Candidate one :
                    candidates.stream().limit(asking.number("per_year", 5)).toList()) {
                rows.add(row((long) year, one.id(), (long) one.heard().size(), timeOrNull(one.heard())));
            }
        }
        return rows;
    }

    private List<List<@Nullable Object>> streaks(Asking asking) {
        TreeMap<LocalDate, List<Listen>> days = new TreeMap<>(by(between(asking.from(), asking.until()), Listen::day));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (LocalDate start : days.keySet()) {
            if (days.containsKey(start.minusDays(1))) {
                continue;
            }
            List<Listen> heard = new ArrayList<>();
            LocalDate day = start;
            for (; days.containsKey(day); day = day.plusDays(1)) {
                heard.addAll(Objects.requireNonNull(days.get(day)));
            }
            LocalDate last = day.minusDays(1);
            rows.add(row(
                    start,
                    last,
                    last.toEpochDay() - start.toEpochDay() + 1,
                    (long) heard.size(),
                    time(heard),
                    !last.isBefore(asking.today().minusDays(1))));
        }
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> -(Long) Objects.requireNonNull(row.get(2)))
                .thenComparing(row -> (LocalDate) Objects.requireNonNull(row.get(0))));
        return first(rows, asking.number("limit", 10));
    }

    private List<List<@Nullable Object>> gemsByPlays(Asking asking) {
        LocalDate today = asking.today();
        LocalDate from = asking.day("loved_from", LocalDate.EPOCH);
        LocalDate asked = asking.day("loved_until", today.minusDays(365));
        LocalDate until = asked.isAfter(today) ? today : asked;
        LocalDate quiet = asking.day("quiet_since", today.minusDays(180));
        List<Candidate> gems = new ArrayList<>();
        by(between(from, until), Listen::track).forEach((track, heard) -> {
            boolean silent = between(quiet, today).stream()
                    .noneMatch(listen -> listen.track().equals(track));
            if (silent && heard.size() >= asking.number("least", 10)) {
                gems.add(new Candidate(track, null, track, heard));
            }
        });
        gems.sort(Comparator.comparing((Candidate one) -> -one.heard().size()).thenComparing(Candidate::id, BYTES));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Candidate gem : gems) {
            List<Listen> all = between(LocalDate.EPOCH, today).stream()
                    .filter(listen -> listen.track().equals(gem.id()))
                    .toList();
            TreeMap<YearMonth, List<Listen>> months = new TreeMap<>(by(all, listen -> YearMonth.from(listen.day())));
            YearMonth peak = months.firstKey();
            for (YearMonth month : months.keySet()) {
                peak = size(months, month) > size(months, peak) ? month : peak;
            }
            LocalDate last = all.getLast().day();
            rows.add(row(
                    gem.id(),
                    (long) gem.heard().size(),
                    timeOrNull(gem.heard()),
                    peak.toString(),
                    (long) size(months, peak),
                    last,
                    today.toEpochDay() - last.toEpochDay()));
        }
        return first(rows, asking.number("limit", 25));
    }

    private static int size(Map<YearMonth, List<Listen>> months, YearMonth month) {
        return months.getOrDefault(month, List.of()).size();
    }

    private List<List<@Nullable Object>> recentPlays(Asking asking) {
        boolean all = Stream.of("track", "artist", "album").noneMatch(asking.given()::containsKey);
        Set<String> only = chosenTracks(asking);
        List<String> words = asking.given().containsKey("words")
                ? List.of(asking.word("words", "").toLowerCase(Locale.ROOT).split(" ", -1))
                : List.of();
        Set<HistoryFile.LogRow> counting =
                new HashSet<>(listens.stream().map(Listen::row).toList());
        return log.stream()
                .filter(row -> isAsked(row, asking.from(), asking.until()))
                .filter(row -> all || only.contains(row.play().trackId()))
                .filter(row -> words.stream()
                        .allMatch(word -> Stream.of(
                                        name(row.play().trackId()).title(),
                                        name(row.play().trackId()).artist(),
                                        name(row.play().trackId()).album())
                                .anyMatch(name -> name != null
                                        && Normalizer.normalize(name, Normalizer.Form.NFD)
                                                .replaceAll("\\p{M}", "")
                                                .toLowerCase(Locale.ROOT)
                                                .contains(word))))
                .filter(row -> Set.of("any", verdict(row, counting)).contains(asking.word("verdict", "any")))
                .sorted(Comparator.comparing(
                                (HistoryFile.LogRow row) -> row.play().startedAt())
                        .reversed()
                        .thenComparing(row -> row.play().trackId(), BYTES)
                        .thenComparing(row -> row.play().source().label(), BYTES)
                        .thenComparing(row -> row.play().ms(), Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing(HistoryFile.LogRow::ordinal)
                        .thenComparing(row -> !counting.contains(row))
                        .thenComparing(row -> row.play().platform(), Comparator.nullsLast(BYTES))
                        .thenComparing(row -> row.play().skipped(), Comparator.nullsLast(Comparator.naturalOrder())))
                .limit(asking.number("limit", 50))
                .map(row -> row(
                        row.play().startedAt(),
                        row.play().trackId(),
                        row.play().ms(),
                        verdict(row, counting),
                        row.play().skipped(),
                        row.play().kind().label(),
                        row.play().source().label(),
                        betterSources.get(row),
                        row.play().platform()))
                .toList();
    }

    private Set<String> versions(String track) {
        Set<String> versions = new HashSet<>(Set.of(track));
        tracks().stream().filter(other -> countedAs(other).equals(track)).forEach(versions::add);
        return versions;
    }

    private List<List<@Nullable Object>> firstHeard(Asking asking) {
        String track = asking.word("track", "");
        Set<String> versions = versions(track);
        List<Instant> played = log.stream()
                .filter(row -> versions.contains(row.play().trackId()))
                .map(row -> row.play().startedAt())
                .filter(at -> !at.atZone(zone).toLocalDate().isAfter(asking.today()))
                .sorted()
                .toList();
        List<Listen> heard = between(LocalDate.EPOCH, asking.today()).stream()
                .filter(listen -> versions.contains(listen.track()))
                .toList();
        return List.of(row(
                track,
                played.isEmpty() ? null : played.getFirst(),
                heard.isEmpty() ? null : heard.getFirst().at(),
                firstRank(versions, "spotify", asking.today()),
                firstRank(versions, "computed", asking.today()),
                (long) heard.size(),
                timeOrNull(heard),
                heard.isEmpty() ? null : heard.getLast().at()));
    }

    /// The tracks that are asked about: a track, else those of an artist, of an album or of both, each with what counts
    /// as it. Nothing asked for: none.
    private Set<String> chosenTracks(Asking asking) {
        if (asking.given().containsKey("track")) {
            return versions(asking.word("track", ""));
        }
        String artist = asking.word("artist", "");
        String album = asking.word("album", "");
        Set<String> chosen = new HashSet<>();
        for (String track : tracks()) {
            if (!artist.isEmpty() || !album.isEmpty()) {
                if ((artist.isEmpty() || isCredited(track, artist))
                        && (album.isEmpty() || album.equals(name(track).album()))) {
                    chosen.addAll(versions(track));
                }
            }
        }
        return chosen;
    }

    private List<Listen> chosen(Asking asking) {
        Set<String> chosen = chosenTracks(asking);
        return between(asking.from(), asking.until()).stream()
                .filter(listen -> chosen.contains(listen.track()))
                .toList();
    }

    private List<List<@Nullable Object>> facts(Asking asking) {
        Set<String> chosen = chosenTracks(asking);
        List<ToldPlay> plays = log.stream()
                .filter(row -> chosen.contains(row.play().trackId()) && isAsked(row, asking.from(), asking.until()))
                .map(HistoryFile.LogRow::play)
                .toList();
        List<Boolean> skips =
                plays.stream().map(ToldPlay::skipped).filter(Objects::nonNull).toList();
        Double share = skips.isEmpty()
                ? null
                : Double.valueOf(BigDecimal.valueOf(
                                skips.stream().filter(skipped -> skipped).count())
                        .divide(BigDecimal.valueOf(skips.size()), 6, RoundingMode.HALF_UP)
                        .doubleValue());
        List<Listen> heard = chosen(asking);
        return List.of(row(
                (long) heard.size(),
                (long) plays.size(),
                timeOrNull(heard),
                distinct(heard, Listen::track),
                share,
                distinct(heard, Listen::day),
                heard.isEmpty() ? null : heard.getFirst().at(),
                heard.isEmpty() ? null : heard.getLast().at()));
    }

    private static List<List<@Nullable Object>> monthly(List<Listen> heard) {
        TreeMap<YearMonth, List<Listen>> months = new TreeMap<>(by(heard, listen -> YearMonth.from(listen.day())));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (!months.isEmpty()) {
            YearMonth last = months.lastKey();
            for (YearMonth month = months.firstKey(); !month.isAfter(last); month = month.plusMonths(1)) {
                List<Listen> some = months.getOrDefault(month, List.of());
                Long time = some.isEmpty() ? Long.valueOf(0) : timeOrNull(some);
                rows.add(row(month.toString(), (long) some.size(), time, distinct(some, Listen::track)));
            }
        }
        return rows;
    }

    /// The albums that music was played of: artist and album.
    Set<List<String>> albums() {
        Set<List<String>> albums = new LinkedHashSet<>();
        for (String track : tracks()) {
            String artist = artistKey(track);
            String album = name(track).album();
            if (artist != null && album != null) {
                albums.add(List.of(artistName(artist), album));
            }
        }
        return albums;
    }

    private List<List<@Nullable Object>> albumTracks(Asking asking) {
        Map<String, List<Listen>> tracks = by(
                credited(asking).stream()
                        .filter(listen -> asking.word("album", "")
                                .equals(name(listen.track()).album()))
                        .toList(),
                Listen::track);
        return tracks.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Listen>> track) ->
                                -track.getValue().size())
                        .thenComparing(Map.Entry::getKey, BYTES))
                .map(track -> row(
                        track.getKey(),
                        (long) track.getValue().size(),
                        timeOrNull(track.getValue()),
                        track.getValue().getFirst().at(),
                        lastOf(track.getValue())))
                .toList();
    }

    private @Nullable LocalDate firstRank(Set<String> versions, String origin, LocalDate today) {
        return ranks.stream()
                .filter(rank -> versions.contains(rank.track()) && rank.origin().equals(origin))
                .map(Ranked::day)
                .filter(day -> !day.isAfter(today))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<Ranked> ranks(Asking asking) {
        String origin = asking.word("origin", "any");
        return ranks.stream()
                .filter(rank -> !rank.day().isAfter(asking.today()))
                .filter(rank -> origin.equals("any") || origin.equals(rank.origin()))
                .toList();
    }

    private List<List<@Nullable Object>> rankHistory(Asking asking) {
        Set<String> chosen = chosenTracks(asking);
        String range = asking.word("time_range", "any");
        TreeMap<String, List<Ranked>> lists = new TreeMap<>();
        for (Ranked rank : ranks(asking)) {
            if (chosen.contains(rank.track()) && (range.equals("any") || range.equals(rank.range()))) {
                lists.computeIfAbsent(rank.day() + " " + rank.range() + " " + rank.origin(), list -> new ArrayList<>())
                        .add(rank);
            }
        }
        return lists.values().stream()
                .map(list -> {
                    Ranked best = Collections.min(list, Comparator.comparing(Ranked::place));
                    return row(best.day(), best.range(), best.origin(), (long) best.place(), (long) list.size());
                })
                .toList();
    }

    private List<List<@Nullable Object>> snapshotsKept(Asking asking) {
        String range = asking.word("time_range", "any");
        Map<String, List<Ranked>> lists = new TreeMap<>(Comparator.reverseOrder());
        for (Ranked rank : ranks(asking)) {
            if (range.equals("any") || range.equals(rank.range())) {
                lists.computeIfAbsent(rank.day() + " " + rank.range() + " " + rank.origin(), list -> new ArrayList<>())
                        .add(rank);
            }
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<Ranked> list : lists.values()) {
            Ranked first = list.stream()
                    .min(Comparator.comparing(Ranked::place).thenComparing(Ranked::track, BYTES))
                    .orElseThrow();
            rows.add(row(first.day(), first.range(), first.origin(), (long) list.size(), first.track()));
        }
        return first(rows, asking.number("limit", 100));
    }

    private List<List<@Nullable Object>> currentObsessions(Asking asking) {
        List<Ranked> listed = ranks.stream()
                .filter(rank -> !rank.day().isAfter(asking.today())
                        && rank.range().equals(asking.word("time_range", "short_term"))
                        && Set.of(rank.origin(), "any").contains(asking.word("origin", "any")))
                .toList();
        return listed.stream()
                .max(Comparator.comparing(Ranked::day)
                        .thenComparing(rank -> rank.origin().equals("spotify")))
                .map(latest -> listed.stream()
                        .filter(rank ->
                                rank.day().equals(latest.day()) && rank.origin().equals(latest.origin()))
                        .sorted(Comparator.comparing(Ranked::place).thenComparing(Ranked::track, BYTES))
                        .limit(asking.number("limit", 50))
                        .map(rank -> row((long) rank.place(), rank.track(), rank.day(), rank.origin()))
                        .toList())
                .orElse(List.of());
    }

    private List<List<@Nullable Object>> forgottenGems(Asking asking) {
        LocalDate from = asking.day("loved_from", asking.today().minusDays(365));
        LocalDate until = asking.day("loved_until", asking.today().minusDays(90));
        LocalDate quiet = asking.day("quiet_since", asking.today().minusDays(30));
        Map<String, List<Ranked>> loved = ranks(asking).stream()
                .filter(rank -> !rank.day().isBefore(from) && !rank.day().isAfter(until))
                .collect(Collectors.groupingBy(Ranked::track));
        ranks(asking).stream().filter(rank -> !rank.day().isBefore(quiet)).forEach(rank -> loved.remove(rank.track()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        loved.forEach((track, places) -> {
            Set<String> origins = places.stream().map(Ranked::origin).collect(Collectors.toSet());
            rows.add(row(
                    track,
                    places.stream()
                            .map(Ranked::day)
                            .max(Comparator.naturalOrder())
                            .orElseThrow(),
                    (long) places.stream().mapToInt(Ranked::place).min().orElseThrow(),
                    (long) places.size(),
                    origins.size() > 1 ? "both" : origins.iterator().next()));
        });
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> (LocalDate) Objects.requireNonNull(row.get(1)))
                .reversed()
                .thenComparing(row -> (String) Objects.requireNonNull(row.get(0)), BYTES));
        return first(rows, asking.number("limit", 25));
    }

    private List<List<@Nullable Object>> diversity(Asking asking) {
        String range = asking.word("time_range", "short_term");
        TreeMap<String, List<Ranked>> months = new TreeMap<>();
        for (Ranked rank : ranks(asking)) {
            String month = YearMonth.from(rank.day()).toString();
            boolean asked = month.compareTo(asking.word("from", "0000")) >= 0
                    && month.compareTo(asking.word("until", "9999")) <= 0;
            if (asked && rank.range().equals(range)) {
                months.computeIfAbsent(month + " " + rank.origin(), key -> new ArrayList<>())
                        .add(rank);
            }
        }
        return months.entrySet().stream()
                .map(month -> row(
                        month.getKey().substring(0, 7),
                        month.getValue().stream().map(Ranked::track).distinct().count(),
                        month.getValue().stream()
                                .map(rank -> name(rank.track()).artist())
                                .filter(Objects::nonNull)
                                .distinct()
                                .count(),
                        month.getKey().substring(8)))
                .toList();
    }

    private boolean isAsked(HistoryFile.LogRow row, LocalDate from, LocalDate until) {
        LocalDate day = row.play().startedAt().atZone(zone).toLocalDate();
        return !day.isBefore(from) && !day.isAfter(until);
    }

    private String verdict(HistoryFile.LogRow row, Set<HistoryFile.LogRow> counting) {
        if (counting.contains(row)) {
            return "listen";
        }
        if (betterSources.containsKey(row)) {
            return "same-play";
        }
        return row.play().kind() == Kind.MUSIC ? "too-short" : "not-music";
    }

    /// Says which genre a track is of, beside the exports.
    void genre(String track, String genre) {
        genres.put(track, genre);
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0
                ? null
                : Double.valueOf(BigDecimal.valueOf(part)
                        .divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP)
                        .doubleValue());
    }

    private List<Listen> lately(Asking asking) {
        return between(asking.day("from", asking.today().minusYears(1)), asking.until());
    }

    private static long distinct(Collection<Listen> heard, Function<Listen, @Nullable Object> what) {
        return heard.stream().map(what).filter(Objects::nonNull).distinct().count();
    }

    private List<List<@Nullable Object>> thisMonth(Asking asking) {
        YearMonth now = YearMonth.from(asking.today());
        YearMonth asked = asking.given().containsKey("month") ? YearMonth.parse(asking.word("month", "")) : now;
        YearMonth month = asked.isAfter(now) ? now : asked;
        int last = month.equals(now) ? asking.today().getDayOfMonth() : month.lengthOfMonth();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (YearMonth one : List.of(month, month.minusMonths(1), month.minusYears(1))) {
            List<Listen> heard = between(one.atDay(1), one.atDay(Math.min(last, one.lengthOfMonth())));
            if (!heard.isEmpty()) {
                rows.add(row(
                        one.toString(),
                        (long) heard.size(),
                        timeOrNull(heard),
                        distinct(heard, Listen::track),
                        distinct(heard, listen -> artistKey(listen.track())),
                        distinct(heard, Listen::day)));
            }
        }
        return rows;
    }

    private List<List<@Nullable Object>> topGenres(Asking asking) {
        List<Candidate> candidates = new ArrayList<>();
        by(
                        between(asking.from(), asking.until()).stream()
                                .filter(listen -> genres.containsKey(listen.track()))
                                .toList(),
                        listen -> Objects.requireNonNull(genres.get(listen.track())))
                .forEach((genre, heard) -> candidates.add(new Candidate(genre, null, "", heard)));
        return placed(
                candidates,
                asking,
                one -> row(one.name(), (long) one.heard().size(), timeOrNull(one.heard()), one.tracks()));
    }

    private List<List<@Nullable Object>> hoursCompared(Asking asking) {
        LocalDate otherUntil = asking.day("other_until", asking.today().minusYears(1));
        Map<Integer, List<Listen>> one = by(lately(asking), Listen::hour);
        Map<Integer, List<Listen>> other = by(
                between(
                        asking.day("other_from", LocalDate.EPOCH),
                        otherUntil.isAfter(asking.today()) ? asking.today() : otherUntil),
                Listen::hour);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            long first = one.getOrDefault(hour, List.of()).size();
            long second = other.getOrDefault(hour, List.of()).size();
            if (first + second > 0) {
                rows.add(row((long) hour, first, second));
            }
        }
        return rows;
    }

    private List<List<@Nullable Object>> hourBySeason(Asking asking) {
        List<String> seasons =
                List.of("December to February", "March to May", "June to August", "September to November");
        TreeMap<Integer, List<Listen>> hours = new TreeMap<>(by(
                between(asking.from(), asking.until()),
                listen -> listen.day().getMonthValue() % 12 / 3 * 24 + listen.hour()));
        return hours.entrySet().stream()
                .map(hour -> row(
                        seasons.get(hour.getKey() / 24),
                        (long) (hour.getKey() % 24),
                        (long) hour.getValue().size(),
                        time(hour.getValue())))
                .toList();
    }

    /// Plays of music, one row for each playback, whether they count or not.
    private List<ToldPlay> played(Asking asking) {
        LocalDate from = asking.day("from", asking.today().minusYears(1));
        return log.stream()
                .filter(row -> row.play().kind() == Kind.MUSIC && !betterSources.containsKey(row))
                .filter(row -> isAsked(row, from, asking.until()))
                .map(HistoryFile.LogRow::play)
                .toList();
    }

    private static @Nullable Long played(List<ToldPlay> plays) {
        return plays.stream().allMatch(play -> play.ms() == null)
                ? null
                : Long.valueOf(plays.stream()
                        .map(ToldPlay::ms)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum());
    }

    /// As the exports are written here: the extended one tells it, the other does not.
    private static @Nullable String reason(ToldPlay play, boolean start) {
        if (play.source() != Source.SPOTIFY_EXTENDED) {
            return null;
        }
        Long ms = play.ms();
        return start ? "clickrow" : ms != null && ms > 100_000 ? "trackdone" : "fwdbtn";
    }

    private static @Nullable Double skippedShare(List<ToldPlay> plays) {
        return share(
                plays.stream()
                        .filter(play -> Boolean.TRUE.equals(play.skipped()))
                        .count(),
                plays.stream().filter(play -> play.skipped() != null).count());
    }

    private static Map<Optional<String>, List<ToldPlay>> playsBy(
            List<ToldPlay> plays, Function<ToldPlay, @Nullable String> what) {
        return plays.stream().collect(Collectors.groupingBy(play -> Optional.ofNullable(what.apply(play))));
    }

    private static Comparator<Map.Entry<Optional<String>, List<ToldPlay>>> mostPlays() {
        return Comparator.comparing((Map.Entry<Optional<String>, List<ToldPlay>> one) ->
                        -one.getValue().size())
                .thenComparing(one -> one.getKey().orElse(null), BYTES_NULLS_LAST);
    }

    private List<List<@Nullable Object>> devices(Asking asking) {
        return playsBy(played(asking), ToldPlay::platform).entrySet().stream()
                .sorted(mostPlays())
                .limit(asking.number("limit", 20))
                .map(device -> row(
                        device.getKey().orElse(null),
                        (long) device.getValue().size(),
                        played(device.getValue()),
                        skippedShare(device.getValue()),
                        share(
                                device.getValue().stream()
                                        .filter(play -> "trackdone".equals(reason(play, false)))
                                        .count(),
                                device.getValue().stream()
                                        .filter(play -> reason(play, false) != null)
                                        .count())))
                .toList();
    }

    private List<List<@Nullable Object>> reasons(Asking asking) {
        List<ToldPlay> all = played(asking);
        boolean start = asking.word("side", "end").equals("start");
        return playsBy(all, play -> reason(play, start)).entrySet().stream()
                .sorted(mostPlays())
                .map(reason -> row(
                        reason.getKey().orElse(null),
                        (long) reason.getValue().size(),
                        share(reason.getValue().size(), all.size()),
                        played(reason.getValue())))
                .toList();
    }

    private List<List<@Nullable Object>> attention(Asking asking) {
        Map<YearMonth, List<Listen>> listened =
                by(between(asking.from(), asking.until()), listen -> YearMonth.from(listen.day()));
        TreeMap<YearMonth, Long> plays = new TreeMap<>(log.stream()
                .filter(row -> isAsked(row, asking.from(), asking.until()))
                .collect(Collectors.groupingBy(
                        row -> YearMonth.from(row.play().startedAt().atZone(zone)), Collectors.counting())));
        return plays.entrySet().stream()
                .map(month -> {
                    List<Listen> heard = listened.getOrDefault(month.getKey(), List.of());
                    long skipped = heard.stream()
                            .filter(listen ->
                                    Boolean.TRUE.equals(listen.row().play().skipped()))
                            .count();
                    return row(
                            month.getKey().toString(),
                            month.getValue(),
                            (long) heard.size(),
                            share(heard.size(), month.getValue()),
                            share(skipped, heard.size()));
                })
                .toList();
    }

    private List<List<@Nullable Object>> attentionInAll(Asking asking) {
        List<Listen> heard = between(asking.from(), asking.until());
        long plays = log.stream()
                .filter(row -> isAsked(row, asking.from(), asking.until()))
                .count();
        long skips = heard.stream()
                .filter(listen -> Boolean.TRUE.equals(listen.row().play().skipped()))
                .count();
        return List.of(row(plays, (long) heard.size(), skips, share(heard.size(), plays), share(skips, heard.size())));
    }

    private List<List<@Nullable Object>> listensByWeekday(Asking asking) {
        return new TreeMap<>(by(
                        between(asking.from(), asking.until()),
                        listen -> listen.day().getDayOfWeek().getValue()))
                .entrySet().stream()
                        .map(day -> row(
                                (long) day.getKey(),
                                (long) day.getValue().size(),
                                time(day.getValue()),
                                distinct(day.getValue(), Listen::day)))
                        .toList();
    }

    private List<List<@Nullable Object>> recordDays(Asking asking) {
        return by(between(asking.from(), asking.until()), Listen::day).entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<LocalDate, List<Listen>> day) ->
                                -day.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(asking.number("limit", 10))
                .map(day -> row(
                        day.getKey(),
                        (long) day.getKey().getDayOfWeek().getValue(),
                        (long) day.getValue().size(),
                        time(day.getValue())))
                .toList();
    }

    private List<List<@Nullable Object>> variety(Asking asking) {
        List<Listen> heard = between(asking.from(), asking.until());
        List<Listen> before = between(LocalDate.EPOCH, asking.from().minusDays(1));
        Set<String> known = by(before, Listen::track).keySet();
        Map<String, List<Listen>> tracks = by(heard, Listen::track);
        Map<String, List<Listen>> artists = ofArtists(heard);
        long fresh = heard.stream().filter(one -> !known.contains(one.track())).count();
        return List.of(row(
                (long) heard.size(),
                (long) tracks.size(),
                tracks.keySet().stream().filter(one -> !known.contains(one)).count(),
                (long) artists.size(),
                artists.keySet().stream()
                        .filter(one -> !ofArtists(before).containsKey(one))
                        .count(),
                share(heard.size() - tracks.size(), heard.size()),
                share(fresh, heard.size()),
                effective(tracks.values()),
                effective(artists.values())));
    }

    /// The number of equal parts that are as varied as these.
    private static @Nullable Double effective(Collection<List<Listen>> parts) {
        double all = parts.stream().mapToInt(List::size).sum();
        double entropy = parts.stream()
                .mapToDouble(part -> -part.size() / all * Math.log(part.size() / all))
                .sum();
        return parts.isEmpty()
                ? null
                : Double.valueOf(BigDecimal.valueOf(Math.exp(entropy))
                        .setScale(6, RoundingMode.HALF_UP)
                        .doubleValue());
    }

    private List<List<@Nullable Object>> listensByDecade(Asking asking) {
        Map<String, String> decades = new HashMap<>();
        for (Release release : releases) {
            if (release.date() != null) {
                decades.put(release.track(), release.date().substring(0, 3) + "0s");
            }
        }
        return by(between(asking.from(), asking.until()), listen -> decades.getOrDefault(listen.track(), "unknown"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey(BYTES))
                .map(decade -> row(
                        decade.getKey().equals("unknown") ? null : decade.getKey(),
                        (long) decade.getValue().size(),
                        timeOrNull(decade.getValue()),
                        distinct(decade.getValue(), Listen::track)))
                .toList();
    }

    private List<List<@Nullable Object>> rediscoveries(Asking asking) {
        LocalDate from = asking.day("from", asking.today().minusYears(1));
        Map<String, List<Listen>> before = by(between(LocalDate.EPOCH, from.minusDays(1)), Listen::track);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        by(lately(asking), Listen::track).forEach((track, heard) -> {
            if (before.containsKey(track) && heard.size() >= asking.number("least", 2)) {
                LocalDate last =
                        Objects.requireNonNull(before.get(track)).getLast().day();
                LocalDate back = heard.getFirst().day();
                long silent = back.toEpochDay() - last.toEpochDay();
                if (silent >= asking.number("quiet", 180)) {
                    rows.add(row(track, last, back, silent, (long) heard.size(), timeOrNull(heard)));
                }
            }
        });
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> -(Long) Objects.requireNonNull(row.get(4)))
                .thenComparing(row -> -(Long) Objects.requireNonNull(row.get(3)))
                .thenComparing(row -> (String) Objects.requireNonNull(row.get(0)), BYTES));
        return first(rows, asking.number("limit", 25));
    }

    /// How a track sounds.
    ///
    /// @param measures by the names of the features
    record Sound(String track, String source, Map<String, Double> measures) {}

    void sound(Sound sound) {
        sounds.put(sound.track(), sound);
    }

    private List<List<@Nullable Object>> trackFeatures(Asking asking) {
        Sound sound = sounds.get(asking.word("track", ""));
        return sound == null
                ? List.of()
                : new TreeMap<>(sound.measures())
                        .entrySet().stream()
                                .map(one -> row(one.getKey(), one.getValue(), sound.source()))
                                .toList();
    }

    private List<List<@Nullable Object>> featureMeans(Asking asking) {
        List<Listen> heard = between(asking.from(), asking.until());
        TreeMap<String, List<Listen>> told = new TreeMap<>(BYTES);
        for (Listen listen : heard) {
            Sound sound = sounds.get(listen.track());
            if (sound != null) {
                sound.measures()
                        .keySet()
                        .forEach(feature -> told.computeIfAbsent(
                                        feature + " " + sound.source(), none -> new ArrayList<>())
                                .add(listen));
            }
        }
        return told.entrySet().stream()
                .map(one -> {
                    String feature = one.getKey().split(" ", 2)[0];
                    return row(
                            feature,
                            one.getKey().split(" ", 2)[1],
                            mean(one.getValue(), feature),
                            (long) one.getValue().size(),
                            distinct(one.getValue(), Listen::track),
                            share(one.getValue().size(), heard.size()));
                })
                .toList();
    }

    private @Nullable Double mean(List<Listen> some, String feature) {
        List<BigDecimal> measures = some.stream()
                .map(listen -> Objects.requireNonNull(sounds.get(listen.track()))
                        .measures()
                        .get(feature))
                .filter(Objects::nonNull)
                .map(BigDecimal::valueOf)
                .toList();
        return measures.isEmpty()
                ? null
                : Double.valueOf(measures.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(measures.size()), 6, RoundingMode.HALF_UP)
                        .doubleValue());
    }

    private <K extends Comparable<K>> List<List<@Nullable Object>> mood(List<Listen> some, Function<Listen, K> key) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        new TreeMap<>(by(some, key))
                .forEach((when, heard) -> new TreeMap<>(by(
                                heard.stream()
                                        .filter(listen -> sounds.containsKey(listen.track())
                                                && Objects.requireNonNull(sounds.get(listen.track()))
                                                        .measures()
                                                        .containsKey("energy"))
                                        .toList(),
                                listen -> Objects.requireNonNull(sounds.get(listen.track()))
                                        .source()))
                        .forEach((source, told) -> rows.add(row(
                                when,
                                source,
                                mean(told, "energy"),
                                mean(told, "valence"),
                                mean(told, "danceability"),
                                mean(told, "tempo"),
                                (long) told.size(),
                                share(told.size(), heard.size())))));
        return rows;
    }

    private List<List<@Nullable Object>> moodCandidates(Asking asking) {
        Map<String, String> bounds = new HashMap<>();
        for (String bound : (switch (asking.word("profile", "chill")) {
                    case "workout" -> "least_energy=75 least_tempo=140 least_valence=50 least_dance=60";
                    case "focus" -> "most_energy=40 least_tempo=90 most_tempo=110 least_wordless=50 most_speech=10";
                    case "chill" ->
                        "most_energy=50 least_valence=40 most_valence=70 least_tempo=80 most_tempo=110"
                                + " least_acoustic=30";
                    case "party" -> "least_energy=70 least_valence=70 least_dance=70 least_tempo=118 most_tempo=135";
                    default -> "most_energy=50 most_valence=30 least_acoustic=40";
                })
                .split(" ")) {
            bounds.put(bound.split("=")[0], bound.split("=")[1]);
        }
        asking.given().forEach((name, value) -> {
            if (name.matches("(least|most)_.*")) {
                bounds.put(name, value);
            }
        });
        Map<String, List<Listen>> heard = by(between(LocalDate.EPOCH, asking.today()), Listen::track);
        long measured = heard.keySet().stream().filter(sounds::containsKey).count();
        return heard.entrySet().stream()
                .filter(track -> sounds.containsKey(track.getKey()))
                .filter(track -> bounds.entrySet().stream().allMatch(bound -> {
                    String[] words = bound.getKey().split("_");
                    Double measure = Objects.requireNonNull(sounds.get(track.getKey()))
                            .measures()
                            .get(Map.of(
                                            "acoustic", "acousticness",
                                            "dance", "danceability",
                                            "wordless", "instrumentalness",
                                            "speech", "speechiness")
                                    .getOrDefault(words[1], words[1]));
                    double limit = Double.parseDouble(bound.getValue()) / (words[1].equals("tempo") ? 1 : 100);
                    return measure != null && (words[0].equals("least") ? measure >= limit : measure <= limit);
                }))
                .sorted(Comparator.comparing((Map.Entry<String, List<Listen>> track) ->
                                -track.getValue().size())
                        .thenComparing(Map.Entry::getKey, BYTES))
                .limit(asking.number("limit", 25))
                .map(track -> {
                    Sound sound = Objects.requireNonNull(sounds.get(track.getKey()));
                    return row(
                            track.getKey(),
                            (long) track.getValue().size(),
                            sound.measures().get("energy"),
                            sound.measures().get("valence"),
                            sound.measures().get("danceability"),
                            sound.measures().get("tempo"),
                            sound.source(),
                            share(measured, heard.size()));
                })
                .toList();
    }

    private List<List<@Nullable Object>> mostSkipped(Asking asking) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        playsBy(played(asking), play -> countedAs(play.trackId())).forEach((track, plays) -> {
            long skips = plays.stream()
                    .filter(play -> Boolean.TRUE.equals(play.skipped()))
                    .count();
            if (skips > 0 && plays.size() >= asking.number("least", 5)) {
                rows.add(row(track.orElseThrow(), skips, (long) plays.size(), skippedShare(plays)));
            }
        });
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> -(Long) Objects.requireNonNull(row.get(1)))
                .thenComparing(row -> (Long) Objects.requireNonNull(row.get(2)))
                .thenComparing(row -> (String) Objects.requireNonNull(row.get(0)), BYTES));
        return first(rows, asking.number("limit", 25));
    }

    private List<List<@Nullable Object>> tracksByDayPart(Asking asking) {
        int part = List.of("night", "morning", "afternoon", "evening").indexOf(asking.word("part", "evening"));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        by(onWholeDays(between(asking.day("from", asking.today().minusDays(90)), asking.until())), Listen::track)
                .forEach((track, heard) -> {
                    List<Listen> then = heard.stream()
                            .filter(listen -> listen.hour() / 6 == part)
                            .toList();
                    then.stream()
                            .map(Listen::at)
                            .max(Comparator.naturalOrder())
                            .ifPresent(last -> rows.add(row(track, (long) then.size(), (long) heard.size(), last)));
                });
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> -(Long) Objects.requireNonNull(row.get(1)))
                .thenComparing(row -> (Long) Objects.requireNonNull(row.get(2)))
                .thenComparing(row -> (String) Objects.requireNonNull(row.get(0)), BYTES));
        return first(rows, asking.number("limit", 50));
    }

    private List<List<@Nullable Object>> hardlyHeard(Asking asking) {
        List<Listen> heard = between(asking.from(), asking.until());
        Set<HistoryFile.LogRow> counting =
                new HashSet<>(listens.stream().map(Listen::row).toList());
        Set<String> begun = log.stream()
                .filter(row -> isAsked(row, asking.from(), asking.until()))
                .filter(row -> verdict(row, counting).equals("too-short"))
                .map(row -> row.play().trackId())
                .collect(Collectors.toSet());
        Map<String, List<Listen>> byTrack = by(heard, Listen::track);
        Map<String, List<Listen>> byArtist = by(
                heard.stream()
                        .filter(listen -> artistKey(listen.track()) != null)
                        .toList(),
                listen -> Objects.requireNonNull(artistKey(listen.track())));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        byArtist.entrySet().stream()
                .filter(artist -> artist.getValue().size() >= asking.number("least", 20))
                .sorted(Comparator.comparing((Map.Entry<String, List<Listen>> artist) ->
                                -artist.getValue().size())
                        .thenComparing(artist -> ToldPlay.digest(artist.getKey()), BYTES))
                .forEach(artist -> tracks().stream()
                        .filter(track -> artist.getKey().equals(artistKey(track))
                                && countedAs(track).equals(track))
                        .filter(track -> byTrack.containsKey(track) || begun.contains(track))
                        .filter(track -> byTrack.getOrDefault(track, List.of()).size() <= asking.number("most", 2))
                        .sorted(Comparator.comparing((String track) ->
                                        -byTrack.getOrDefault(track, List.of()).size())
                                .thenComparing(BYTES))
                        .limit(asking.number("per_artist", 3))
                        .forEach(track -> rows.add(row(
                                track,
                                (long) byTrack.getOrDefault(track, List.of()).size(),
                                artistName(artist.getKey()),
                                (long) artist.getValue().size()))));
        return first(rows, asking.number("limit", 25));
    }

    private List<Listen> onWholeDays(List<Listen> some) {
        return some.stream()
                .filter(listen -> Duration.between(
                                        listen.day().atStartOfDay(zone),
                                        listen.day().plusDays(1).atStartOfDay(zone))
                                .toHours()
                        == 24)
                .toList();
    }

    private List<List<@Nullable Object>> hourly(List<Listen> heard) {
        return new TreeMap<>(by(onWholeDays(heard), Listen::hour))
                .entrySet().stream()
                        .map(hour ->
                                row((long) hour.getKey(), (long) hour.getValue().size(), timeOrNull(hour.getValue())))
                        .toList();
    }

    private List<List<@Nullable Object>> neighbours(Asking asking) {
        Set<String> chosen = chosenTracks(asking);
        List<Listen> all = between(LocalDate.EPOCH, asking.today());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (boolean before : List.of(true, false)) {
            Map<String, Long> times = new HashMap<>();
            for (Listen one : chosen(asking)) {
                Instant nearest = before
                        ? all.stream()
                                .map(Listen::at)
                                .filter(at -> at.isBefore(one.at()))
                                .max(Comparator.naturalOrder())
                                .orElse(Instant.MIN)
                        : all.stream()
                                .map(Listen::at)
                                .filter(at -> at.isAfter(one.at()))
                                .min(Comparator.naturalOrder())
                                .orElse(Instant.MAX);
                all.stream()
                        .filter(other -> other.at().equals(nearest))
                        .filter(other -> !chosen.contains(other.track()))
                        .filter(other ->
                                Duration.between(other.at(), one.at()).abs().toSeconds() <= 1_800)
                        .forEach(other -> times.merge(other.track(), 1L, Long::sum));
            }
            times.entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<String, Long> one) -> -one.getValue())
                            .thenComparing(Map.Entry::getKey, BYTES))
                    .limit(asking.number("per_side", 8))
                    .forEach(one -> rows.add(row(before ? "before" : "after", one.getKey(), one.getValue())));
        }
        return rows;
    }

    private List<List<@Nullable Object>> turnover(Asking asking) {
        Map<String, TreeMap<String, Set<String>>> lists = new TreeMap<>();
        for (Ranked rank : ranks(asking)) {
            String month = YearMonth.from(rank.day()).toString();
            if (rank.range().equals(asking.word("time_range", "short_term"))
                    && month.compareTo(asking.word("from", "0000")) >= 0
                    && month.compareTo(asking.word("until", "9999")) <= 0) {
                lists.computeIfAbsent(rank.origin(), origin -> new TreeMap<>())
                        .computeIfAbsent(month, one -> new HashSet<>())
                        .add(rank.track());
            }
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        lists.forEach((origin, months) -> months.forEach((month, tracks) -> {
            var before = months.lowerEntry(month);
            long stayed = before == null
                    ? 0
                    : tracks.stream().filter(before.getValue()::contains).count();
            rows.add(row(month, share(tracks.size() - stayed, tracks.size()), (long) tracks.size(), stayed, origin));
        }));
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> (String) Objects.requireNonNull(row.get(0)))
                .thenComparing(row -> (String) Objects.requireNonNull(row.get(4))));
        return rows;
    }

    /// The last list of each month.
    private TreeMap<String, List<Ranked>> lastLists(Asking asking) {
        TreeMap<String, List<Ranked>> lists = new TreeMap<>();
        for (Ranked rank : ranks) {
            if (!rank.day().isAfter(asking.today())
                    && rank.range().equals(asking.word("time_range", "short_term"))
                    && rank.origin().equals(asking.word("origin", "computed"))) {
                List<Ranked> list =
                        lists.computeIfAbsent(YearMonth.from(rank.day()).toString(), month -> new ArrayList<>());
                if (!list.isEmpty() && list.getFirst().day().isBefore(rank.day())) {
                    list.clear();
                }
                if (list.isEmpty() || list.getFirst().day().equals(rank.day())) {
                    list.add(rank);
                }
            }
        }
        return lists;
    }

    private List<List<@Nullable Object>> ranksByMonth(Asking asking) {
        String from = asking.word(
                "from", YearMonth.from(asking.today().minusMonths(12)).toString());
        String until = asking.word("until", YearMonth.from(asking.today()).toString());
        List<Ranked> all = lastLists(asking).entrySet().stream()
                .filter(month ->
                        month.getKey().compareTo(from) >= 0 && month.getKey().compareTo(until) <= 0)
                .flatMap(month -> month.getValue().stream())
                .toList();
        Map<String, Integer> points = new HashMap<>();
        all.forEach(rank -> points.merge(rank.track(), 51 - rank.place(), Integer::sum));
        Set<String> best = points.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> one) -> -one.getValue())
                        .thenComparing(Map.Entry::getKey, BYTES))
                .limit(asking.number("tracks", 8))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(rank -> best.contains(rank.track()))
                .sorted(Comparator.comparing(Ranked::day)
                        .thenComparing(Ranked::place)
                        .thenComparing(Ranked::track, BYTES))
                .map(rank -> row(YearMonth.from(rank.day()).toString(), (long) rank.place(), rank.track()))
                .toList();
    }

    private List<List<@Nullable Object>> eras(Asking asking) {
        record Era(String first, String last, String artist, long months) {}
        List<Era> eras = new ArrayList<>();
        lastLists(asking).forEach((month, list) -> {
            Map<String, Integer> points = new HashMap<>();
            for (Ranked rank : list) {
                String artist = artistKey(rank.track());
                if (artist != null) {
                    points.merge(artist, 51 - rank.place(), Integer::sum);
                }
            }
            points.entrySet().stream()
                    .min(Comparator.comparing((Map.Entry<String, Integer> one) -> -one.getValue())
                            .thenComparing(one -> artistName(one.getKey()), BYTES)
                            .thenComparing(one -> ToldPlay.digest(one.getKey()), BYTES))
                    .ifPresent(leader -> {
                        String artist = artistName(leader.getKey());
                        if (!eras.isEmpty() && eras.getLast().artist().equals(artist)) {
                            Era run = eras.removeLast();
                            eras.add(new Era(run.first(), month, artist, run.months() + 1));
                        } else {
                            eras.add(new Era(month, month, artist, 1));
                        }
                    });
        });
        return eras.reversed().stream()
                .filter(era -> era.months() >= asking.number("least", 1))
                .limit(asking.number("limit", 50))
                .map(era -> row(era.first(), era.last(), era.artist(), era.months()))
                .toList();
    }

    private Map<String, List<Listen>> ofArtists(Collection<Listen> heard) {
        return by(
                heard.stream().filter(one -> artistKey(one.track()) != null).toList(),
                one -> Objects.requireNonNull(artistKey(one.track())));
    }

    private List<List<@Nullable Object>> discoveries(Asking asking) {
        LocalDate from = asking.day("from", asking.today().minusYears(1));
        Set<String> known =
                ofArtists(between(LocalDate.EPOCH, from.minusDays(1))).keySet();
        return ofArtists(lately(asking)).entrySet().stream()
                .filter(artist -> !known.contains(artist.getKey()))
                .sorted(Comparator.comparing((Map.Entry<String, List<Listen>> artist) ->
                                -artist.getValue().size())
                        .thenComparing(artist -> artistName(artist.getKey()), BYTES)
                        .thenComparing(artist -> ToldPlay.digest(artist.getKey()), BYTES))
                .limit(asking.number("limit", 25))
                .map(artist -> row(
                        artistName(artist.getKey()),
                        artist.getValue().getFirst().day(),
                        (long) artist.getValue().size(),
                        timeOrNull(artist.getValue()),
                        distinct(artist.getValue(), Listen::track)))
                .toList();
    }

    private List<List<@Nullable Object>> obsessiveDays(Asking asking) {
        Comparator<List<@Nullable Object>> order = Comparator.comparing(
                        (List<@Nullable Object> row) -> -(Long) Objects.requireNonNull(row.get(2)))
                .thenComparing(row -> (LocalDate) Objects.requireNonNull(row.get(1)))
                .thenComparing(row -> (String) Objects.requireNonNull(row.get(0)), BYTES);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        by(lately(asking), Listen::track)
                .forEach((track, heard) -> by(heard, Listen::day)
                        .forEach((day, some) -> rows.add(row(track, day, (long) some.size(), timeOrNull(some)))));
        rows.sort(order);
        return first(rows, asking.number("limit", 10));
    }

    private List<List<@Nullable Object>> sessions(Asking asking) {
        List<List<Listen>> sessions = new ArrayList<>();
        Instant over = Instant.MIN;
        for (Listen one : lately(asking)) {
            if (sessions.isEmpty() || one.at().isAfter(over.plusSeconds(asking.number("pause", 30) * 60))) {
                sessions.add(new ArrayList<>());
            }
            sessions.getLast().add(one);
            Long heard = one.heard();
            Instant end = one.at().plusSeconds(heard == null ? 0 : heard / 1000);
            over = end.isAfter(over) ? end : over;
        }
        boolean all = Stream.of("track", "artist", "album").noneMatch(asking.given()::containsKey);
        Set<String> with = chosenTracks(asking);
        return sessions.stream()
                .filter(some -> all || some.stream().anyMatch(listen -> with.contains(listen.track())))
                .map(some ->
                        row(some.getFirst().at(), timeOrNull(some), (long) some.size(), distinct(some, Listen::track)))
                .sorted(Comparator.comparing(
                                (List<@Nullable Object> row) -> (Long) row.get(1),
                                Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing(row -> (Instant) Objects.requireNonNull(row.get(0))))
                .limit(asking.number("limit", 10))
                .toList();
    }

    private List<List<@Nullable Object>> loyalArtists(Asking asking) {
        return ofArtists(lately(asking)).entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<String, List<Listen>> artist) -> -distinct(artist.getValue(), Listen::day))
                        .thenComparing(artist -> -artist.getValue().size())
                        .thenComparing(artist -> artistName(artist.getKey()), BYTES)
                        .thenComparing(artist -> ToldPlay.digest(artist.getKey()), BYTES))
                .limit(asking.number("limit", 25))
                .map(artist -> row(
                        artistName(artist.getKey()),
                        distinct(artist.getValue(), Listen::day),
                        distinct(artist.getValue(), listen -> YearMonth.from(listen.day())),
                        (long) artist.getValue().size()))
                .toList();
    }
}
