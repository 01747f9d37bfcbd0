package dev.mtm.imports;

import dev.mtm.listening.Kind;
import dev.mtm.listening.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Small listening histories by seed, as the exports that would tell of them. The same seed gives the same
/// history.
public final class Histories {
    /// The turn of a year, and weeks in which clocks change in the north and in the south.
    private static final List<LocalDate> SEASONS = List.of(
            LocalDate.of(2021, 12, 29),
            LocalDate.of(2022, 3, 24),
            LocalDate.of(2022, 4, 1),
            LocalDate.of(2022, 10, 27));

    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("Pacific/Chatham"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Australia/Lord_Howe"));

    private static final List<Song> SONGS = List.of(
            new Song(id(1), "Harbour Lights", "Mira Voss", "Tides"),
            new Song(id(2), "Harbour Lights", "Mira Voss", "Best of Mira Voss"), // another edition
            new Song(id(3), "Harbour Lights", "The Kite Club", "Cover Versions"), // another song
            new Song(id(4), "Éclair — Nø \"9\", pt. 2", "Mira Voss", "Tides"),
            new Song(id(5), "夜の歩道", "佐倉ノノ", "白い午後"),
            new Song(id(6), "שיר ערב", "נועה לב", null),
            new Song(id(7), "🎈 Up", "Bénédicte & Co", "🎈"),
            new Song(id(8), "Straße nach Nirgendwo", "Trio Größe", "Nirgendwo"),
            new Song(id(9), "It's, \"quoted\"\tand\nbroken", "C:\\music", "a,b;c"),
            new Song(id(10), "filigree", "Ann Ode", "Filigree"),
            new Song(id(11), "Fourth Street", "Ann Ode", "Filigree"),
            new Song(null, "Home Tape 3", "Ann Ode", null), // a local file
            new Song(id(13), "Quiet Rain", "Zoë", "Weather"),
            new Song(id(14), "Loud Rain", "Zoë", "Weather"));

    private final Random random;
    private final boolean wild;
    private final List<ToldPlay> extended = new ArrayList<>();
    private final List<ToldPlay> account = new ArrayList<>();
    private int playbacks;

    private Histories(long seed, boolean wild) {
        this.random = new Random(seed * 7919 + 13);
        this.wild = wild;
    }

    /// A history with its files.
    public record History(ZoneId zone, List<HistoryFile> files) {
        /// The plays that its files tell; one that several files tell comes several times.
        public List<ToldPlay> plays() {
            return files.stream().flatMap(file -> file.plays().stream()).toList();
        }

        /// All rows of all its files.
        public long rows() {
            return files.stream().mapToLong(file -> file.rows().size()).sum();
        }
    }

    private record Song(
            @Nullable String id,
            String title,
            String artist,
            @Nullable String album) {}

    /// Everything that exports are known to hold: the same song again within seconds, names that differ
    /// from row to row and change over time, rows that nobody can read. Which rows tell of one playback may
    /// be open.
    public static History wild(long seed) {
        Histories histories = new Histories(seed, true);
        histories.live();
        return new History(ZONES.get((int) (seed % ZONES.size())), histories.files());
    }

    /// As [#wild], but nobody could disagree about which rows tell of one playback, what each song is
    /// called in the end, or which edition was heard last; so that it can be counted by hand.
    public static History plain(long seed) {
        Histories histories = new Histories(seed, false);
        histories.live();
        return new History(ZONES.get((int) (seed % ZONES.size())), histories.files());
    }

    private void live() {
        for (int season = 0; season < SEASONS.size(); season++) {
            for (int day = 0; day < 6; day++) {
                if (random.nextInt(4) > 0) {
                    Instant start = SEASONS.get(season)
                            .plusDays(day)
                            .atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60))
                            .toInstant(ZoneOffset.UTC);
                    session(start, season);
                }
            }
        }
    }

    private void session(Instant from, int season) {
        Instant at = from;
        int length = 3 + random.nextInt(9);
        int song = random.nextInt(SONGS.size());
        for (int i = 0; i < length; i++) {
            boolean again = wild && random.nextInt(4) == 0;
            song = again ? song : other(song);
            Long ms = listened();
            Instant end = at.plusMillis((ms == null ? 0 : ms) + 999).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            switch (random.nextInt(12)) {
                case 0 -> spoken(end, ms, season);
                case 1 -> {
                    // Heard offline and told later, all at once.
                    music(song, end, ms, season);
                    song = other(song);
                    music(song, end, 40_000L + random.nextInt(90_000), season);
                }
                default -> music(song, end, ms, season);
            }
            at = end.plusSeconds(wild ? random.nextInt(20) : 70 + random.nextInt(60));
        }
    }

    /// Another song, and one of another name: plain histories never play a song twice within minutes.
    private int other(int song) {
        int next = random.nextInt(SONGS.size());
        while (wild ? next == song : isNear(next)) {
            next = random.nextInt(SONGS.size());
        }
        return next;
    }

    private boolean isNear(int song) {
        int from = Math.max(0, extended.size() + account.size() - 8);
        List<ToldPlay> all = new ArrayList<>(extended);
        all.addAll(account);
        all.sort(java.util.Comparator.comparingInt(ToldPlay::playback));
        return all.subList(Math.min(from, all.size()), all.size()).stream()
                .anyMatch(play -> SONGS.get(song).title().equals(play.title()));
    }

    private @Nullable Long listened() {
        return switch (random.nextInt(16)) {
            case 0 -> 30_000L;
            case 1 -> 29_999L;
            case 2 -> 0L;
            case 3 -> null;
            case 4, 5, 6 -> (long) random.nextInt(30_000);
            default -> 120_000L + random.nextInt(200_000);
        };
    }

    private void music(int number, Instant end, @Nullable Long ms, int season) {
        Song song = SONGS.get(number);
        int playback = ++playbacks;
        Boolean skipped = ms == null || random.nextInt(9) == 0 ? null : ms < 30_000;
        ToldPlay told = new ToldPlay(
                Source.SPOTIFY_EXTENDED,
                Kind.MUSIC,
                playback,
                song.id(),
                title(song, season),
                wild && random.nextInt(12) == 0 ? disguised(song.artist()) : song.artist(),
                season > 1 && random.nextInt(3) == 0 ? "Remembered" : song.album(),
                end,
                ms,
                skipped,
                random.nextBoolean() ? "ios" : "Linux [x86-64 0]");
        // The account data covers the last seasons only, and knows of plays that the other export lacks.
        boolean inAccountData = season > 0 && ms != null && random.nextInt(3) > 0;
        boolean inHistory = !inAccountData || season < 3 && random.nextInt(6) > 0;
        if (inHistory) {
            extended.add(told);
            if (random.nextInt(15) == 0) {
                extended.add(told);
            }
        }
        if (inAccountData && ms != null) {
            long listenedMs = ms;
            account.add(new ToldPlay(
                    Source.SPOTIFY_ACCOUNT,
                    Kind.MUSIC,
                    playback,
                    null,
                    wild && random.nextInt(8) == 0 ? disguised(song.title()) : song.title(),
                    song.artist(),
                    null,
                    wild && random.nextInt(5) == 0 ? end.plusSeconds(50) : end,
                    wild && listenedMs > 5_000 && random.nextInt(8) == 0 ? listenedMs - 1_234 : listenedMs,
                    null,
                    null));
        }
    }

    private String title(Song song, int season) {
        if (!wild) {
            return song.title();
        }
        if (song.title().equals("Fourth Street") && season > 1) {
            return "Fourth Street - 2023 Remaster";
        }
        return random.nextInt(8) == 0 ? disguised(song.title()) : song.title();
    }

    /// The same name to a person, other characters to a machine.
    private String disguised(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> "\uFEFF" + name;
            case 1 -> name.toUpperCase(Locale.ROOT).equals(name) ? name : swapped(name);
            case 2 -> " " + name.replace(" ", "  ") + " ";
            default -> name.replace("fi", "ﬁ");
        };
    }

    /// Upper and lower case the other way round, letter by letter, so that none changes its length.
    private static String swapped(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(c -> {
            boolean ascii = c < 0x80;
            out.appendCodePoint(
                    !ascii ? c : Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        });
        return out.toString();
    }

    private void spoken(Instant end, @Nullable Long ms, int season) {
        int playback = ++playbacks;
        int what = random.nextInt(4);
        Kind kind = switch (what) {
            case 0, 1 -> Kind.PODCAST;
            case 2 -> Kind.AUDIOBOOK;
            default -> Kind.VIDEO;
        };
        ToldPlay told = new ToldPlay(
                Source.SPOTIFY_EXTENDED,
                kind,
                playback,
                kind == Kind.VIDEO ? null : id(40 + what),
                kind == Kind.VIDEO ? null : "Part " + what,
                kind == Kind.PODCAST ? "The Kettle Hour" : null,
                kind == Kind.AUDIOBOOK ? "A Long Walk" : null,
                end,
                ms,
                null,
                "ios");
        extended.add(told);
        if (kind == Kind.PODCAST && season > 0 && ms != null) {
            account.add(new ToldPlay(
                    Source.SPOTIFY_ACCOUNT,
                    Kind.PODCAST,
                    playback,
                    null,
                    told.title(),
                    told.artist(),
                    null,
                    end,
                    ms,
                    null,
                    null));
        }
    }

    private List<HistoryFile> files() {
        List<HistoryFile> files = new ArrayList<>();
        files.addAll(cut("Streaming_History_Audio_", extended, 3));
        files.addAll(cut("StreamingHistory_music_", account, 2));
        return List.copyOf(files);
    }

    /// Cuts plays into files, each of which tells the last plays of the one before once more.
    private List<HistoryFile> cut(String name, List<ToldPlay> plays, int count) {
        List<HistoryFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = Math.max(0, plays.size() * i / count - 7);
            int until = plays.size() * (i + 1) / count;
            JsonPen pen = new JsonPen(random, JsonPen.Age.values()[random.nextInt(JsonPen.Age.values().length)]);
            List<HistoryFile.Row> rows = new ArrayList<>();
            for (int j = from; j < until; j++) {
                boolean again = j < plays.size() * i / count;
                ToldPlay play = again && random.nextBoolean() ? toldOtherwise(plays.get(j)) : plays.get(j);
                rows.add(new HistoryFile.Row(pen.row(play), play));
            }
            if (i == 1) {
                Collections.shuffle(rows, random);
            }
            boolean music = plays == extended;
            if (wild) {
                for (String bad : music ? UNREADABLE_EXTENDED : UNREADABLE_ACCOUNT) {
                    if (random.nextInt(3) == 0) {
                        rows.add(1 + random.nextInt(rows.size()), new HistoryFile.Row(bad, null));
                    }
                }
            }
            HistoryFile.Packing[] packings = HistoryFile.Packing.values();
            files.add(new HistoryFile(name + i, rows, packings[random.nextInt(packings.length)]));
        }
        return files;
    }

    /// The same play as an export of another year tells it.
    private ToldPlay toldOtherwise(ToldPlay play) {
        return play.source() == Source.SPOTIFY_ACCOUNT
                ? play
                : switch (random.nextInt(3)) {
                    case 0 -> play.told("iOS 16.2 (iPhone12,1)", play.skipped());
                    case 1 -> play.told(null, play.skipped());
                    default -> play.told(play.platform(), play.skipped() == null ? Boolean.FALSE : null);
                };
    }

    private static final String NAMED =
            "\"master_metadata_track_name\":\"Nowhere\",\"ip_addr\":\"203.0.113.77\",\"username\":\"secret_listener\"";

    private static final List<String> UNREADABLE_EXTENDED = List.of(
            "{\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":null,\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":\"yesterday\",\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":\"2021-02-30T10:00:00Z\",\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":\"2021-11-01T10:00:00+01:00\",\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":1635760800,\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":\"2021-11-01T10:00:00Z\",\"ms_played\":-5," + NAMED + "}",
            "{\"ts\":\"2021-11-01T10:00:00Z\",\"ms_played\":\"1000\"," + NAMED + "}",
            "{\"ts\":\"2021-11-01T10:00:00Z\",\"ms_played\":1.5," + NAMED + "}",
            "{\"ts\":\"2921-11-01T10:00:00Z\",\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":\"1970-01-01T10:00:00Z\",\"ms_played\":1000," + NAMED + "}",
            "{\"ts\":\"2021-11-01T10:00:00Z\",\"ms_played\":1000,\"skipped\":\"maybe\"," + NAMED + "}",
            "{\"ts\":\"2021-11-01T10:00:00Z\",\"ms_played\":1000,\"master_metadata_track_name\":{\"a\":[1]}}",
            "null",
            "17",
            "\"203.0.113.77\"",
            "[{\"ts\":\"2021-11-01T10:00:00Z\"}]");

    private static final List<String> UNREADABLE_ACCOUNT = List.of(
            "{\"msPlayed\":1000,\"artistName\":\"Nobody\",\"trackName\":\"Nowhere\"}",
            "{\"endTime\":\"2021-11-01 9:00\",\"msPlayed\":1000,\"trackName\":\"Nowhere\"}",
            "{\"endTime\":\"2021-11-01T09:00\",\"msPlayed\":1000,\"trackName\":\"Nowhere\"}",
            "{\"endTime\":\"2021-11-01 09:00\",\"msPlayed\":true,\"trackName\":\"Nowhere\"}",
            "true");

    private static String id(int number) {
        return "%022d".formatted(number).replace("00", "aB").substring(0, 20) + "%02d".formatted(number);
    }

    /// The longest that a play of these histories takes.
    public static final Duration LONGEST = Duration.ofMinutes(6);
}
