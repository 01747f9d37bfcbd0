package dev.mtm.question;

import dev.mtm.db.Session;
import dev.mtm.db.SqlFile;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the track or artist that a reader means, among those that the account has played or seen ranked.
final class NameSearch {
    private static final Pattern LINK =
            Pattern.compile("(?:spotify:track:|https?://[^ ]*/track/)([0-9A-Za-z]{22})\\b.*");
    private static final int SUGGESTIONS = 5;
    private static final int AT_ONCE = 500;

    private final Session session;
    private final Views views;
    private final long account;

    NameSearch(Session session, Views views, long account) {
        this.session = session;
        this.views = views;
        this.account = account;
    }

    private record Track(String id, String title, String credit) {
        String shown() {
            return credit + " - " + title;
        }
    }

    /// The id of the track that a text means: an id or link, else the most listened one whose title, or
    /// `artist - title`, holds the text; an equal title comes before a longer one.
    ///
    /// @throws MtmException when there is none, naming up to five that share a word
    String track(String parameter, String text) throws SQLException {
        Matcher link = LINK.matcher(text.strip());
        String id = link.matches() ? link.group(1) : text.strip();
        Optional<String> exact = first("""
                select coalesce(as_this.track_id, t.track_id)
                from tracks as t
                left join tracks as as_this on as_this.track_key = t.counts_as
                where t.track_id = :text
                """, id);
        if (exact.isPresent()) {
            return exact.get();
        }
        String sought = Folding.folded(text);
        List<Track> matches = new ArrayList<>();
        List<Track> near = new ArrayList<>();
        each("""
                select
                    t.track_id,
                    t.name,
                    coalesce(t.artist_name, '')
                from tracks as t
                where t.name is not null and t.counts_as is null
                order by t.track_id
                """, row -> {
            Track track = new Track(row.text(1), row.text(2), row.text(3));
            String name = Folding.folded(track.shown());
            if (name.contains(sought)) {
                matches.add(track);
            } else if (sharesWord(name, sought)) {
                near.add(track);
            }
        });
        Map<String, Long> listens = listens(matches);
        Optional<Track> best = matches.stream()
                .filter(track -> listens.containsKey(track.id()))
                .min(Comparator.comparing((Track track) -> !isNamed(track, sought))
                        .thenComparing(mostListened(listens)));
        if (best.isEmpty()) {
            Map<String, Long> nearby = listens(near.stream().limit(AT_ONCE).toList());
            throw unknown(
                    "track",
                    parameter,
                    text,
                    near.stream()
                            .filter(track -> nearby.containsKey(track.id()))
                            .sorted(mostListened(nearby))
                            .map(Track::shown)
                            .toList());
        }
        return best.get().id();
    }

    private static Comparator<Track> mostListened(Map<String, Long> listens) {
        return Comparator.comparing((Track track) -> -listens.getOrDefault(track.id(), 0L))
                .thenComparing(Track::id);
    }

    private static boolean isNamed(Track track, String sought) {
        return Folding.folded(track.title()).equals(sought)
                || Folding.folded(track.shown()).equals(sought);
    }

    /// The name of the artist that a text means: an equal name whatever its case and accents, else the only one that
    /// holds the text.
    ///
    /// @throws MtmException when there is none or more than one, naming up to five
    String artist(String parameter, String text) throws SQLException {
        Optional<String> exact = first("""
                select a.name
                from artists as a
                where a.name = :text
                    and exists (
                        select 1
                        from track_artists as c
                        join tracks as t on t.track_key = c.track_key
                        where c.artist_key = a.artist_key
                            and (
                                exists (select 1 from plays as p where p.track_key = t.track_key)
                                or exists (select 1 from ranks as r where r.track_id = t.track_id)
                            )
                    )
                """, text);
        if (exact.isPresent()) {
            return exact.get();
        }
        String sought = Folding.folded(text);
        List<String> holding = new ArrayList<>();
        List<String> near = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        each("""
                select distinct a.name
                from artists as a
                where exists (
                    select 1
                    from track_artists as c
                    join tracks as t on t.track_key = c.track_key
                    where c.artist_key = a.artist_key
                        and (
                            exists (select 1 from plays as p where p.track_key = t.track_key)
                            or exists (select 1 from ranks as r where r.track_id = t.track_id)
                        )
                )
                order by a.name
                """, row -> {
            String name = row.text(1);
            String folded = Folding.folded(name);
            if (folded.equals(sought)) {
                equal.add(name);
            } else if (folded.contains(sought)) {
                holding.add(name);
            } else if (sharesWord(folded, sought)) {
                near.add(name);
            }
        });
        if (!equal.isEmpty()) {
            return equal.getFirst();
        }
        if (holding.size() == 1) {
            return holding.getFirst();
        }
        throw holding.isEmpty()
                ? unknown("artist", parameter, text, near)
                : refused("more than one artist is known by `" + text + "`", parameter, holding);
    }

    /// The keys of all tracks that hold every word of a text, in their title, artist or album.
    List<Long> words(String text) throws SQLException {
        TrackNames.Reading names = new TrackNames.Reading();
        each(TrackNames.SQL, names);
        return names.read().keys(text);
    }

    /// How often the account heard each of some tracks; those that it neither played nor saw ranked are left out.
    private Map<String, Long> listens(List<Track> tracks) throws SQLException {
        Map<String, Long> found = new HashMap<>();
        for (int from = 0; from < tracks.size(); from += AT_ONCE) {
            List<Track> some = tracks.subList(from, Math.min(from + AT_ONCE, tracks.size()));
            String list = String.join(", ", some.stream().map(track -> "?").toList());
            SqlFile.Named sql = views.named("""
                    select
                        t.track_id,
                        (select count(*) from listens as l where l.track_key = t.track_key)
                    from tracks as t
                    where t.track_id in (%s)
                        and (
                            exists (select 1 from plays as p where p.track_key = t.track_key)
                            or exists (select 1 from ranks as r where r.track_id = t.track_id)
                        )
                    """.formatted(list));
            List<Object> bound = new ArrayList<>();
            sql.names().forEach(name -> bound.add(account));
            some.forEach(track -> bound.add(track.id()));
            session.each(sql.sql(), row -> found.put(row.text(1), row.number(2)), bound.toArray());
        }
        return found;
    }

    private static MtmException unknown(String what, String parameter, String text, List<String> near) {
        return refused("no " + what + " is known by `" + text + "`", parameter, near);
    }

    private static MtmException refused(String message, String parameter, List<String> near) {
        List<String> some = near.stream().limit(SUGGESTIONS).toList();
        return new MtmException(
                ErrorCode.NOT_FOUND,
                message,
                parameter,
                some.isEmpty() ? "Give more or less of the name." : "Did you mean: " + String.join("; ", some) + "?");
    }

    private static boolean sharesWord(String name, String sought) {
        for (String word : sought.split("[^\\p{L}\\p{N}]+", -1)) {
            if (word.length() >= 3 && name.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> first(String sql, String text) throws SQLException {
        SqlFile.Named named = views.named(sql);
        return session.first(named.sql(), row -> row.text(1), parameters(named, text));
    }

    private void each(String sql, Session.RowHandler handler) throws SQLException {
        SqlFile.Named named = views.named(sql);
        session.each(named.sql(), handler, parameters(named, null));
    }

    private @Nullable Object[] parameters(SqlFile.Named named, @Nullable String text) {
        return named.names().stream()
                .map(name -> name.equals(Bindings.ACCOUNT) ? (Object) account : text)
                .toArray();
    }
}
