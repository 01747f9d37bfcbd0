package dev.mtm.playlist;

import dev.mtm.account.SignIn;
import dev.mtm.db.Database;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Playlist;
import dev.mtm.question.Question;
import dev.mtm.question.TrackName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Playlists of one account, made of the answers to those questions that say so (`playlist:` in their
/// header). Each is one private playlist at the host, and only playlists that were made here are ever
/// written to.
public final class Playlists {
    /// Longer than a playlist takes to be found or made.
    private static final Duration CLAIM = Duration.ofMinutes(3);

    private static final Pattern READS_FEATURES = Pattern.compile("\\b(from|join)\\s+features\\b");

    private final PlaylistStore store;
    private final Asker asker;
    private final PlaylistHost host;
    private final SignIn signIn;
    private final Clock clock;

    public Playlists(Database database, long account, Asker asker, PlaylistHost host, SignIn signIn, Clock clock) {
        this.store = new PlaylistStore(database, account);
        this.asker = asker;
        this.host = host;
        this.signIn = signIn;
        this.clock = clock;
    }

    /// A playlist as it would be published now.
    ///
    /// @param key      names it in the store: the question, and the values in its title
    /// @param standing how it stands to what was published last
    public record Preview(String key, String title, Composition composition, Standing standing) {
        Edition edition() {
            return new Edition(
                    key,
                    title,
                    composition.answer().question().header().answers(),
                    composition.answer().asOf(),
                    composition.tracks());
        }
    }

    /// How a playlist stands to what was published of it last.
    ///
    /// @param published  whether it was published before
    /// @param difference to what was published last
    /// @param names      what the tracks are called that come and go
    /// @param cost       what publishing takes
    public record Standing(boolean published, Difference difference, Map<String, TrackName> names, Cost cost) {
        public Standing {
            names = Map.copyOf(names);
        }
    }

    /// What publishing takes, as of now.
    ///
    /// @param calls the most calls to the host
    /// @param today those of today
    /// @param end   when it would be done, were it begun now and went on over days; empty: never
    public record Cost(int calls, SignIn.Calls today, Optional<Instant> end) {}

    /// What publishing did.
    public enum Outcome {
        /// A playlist was made.
        MADE,
        /// A playlist was made in the place of one that was published before and is gone, or of another
        /// listener.
        MADE_AGAIN,
        /// The playlist was changed.
        UPDATED,
        /// Somebody had changed the playlist at Spotify; it holds again what was published.
        PUT_BACK,
        /// There was nothing to change.
        UNCHANGED
    }

    /// What became of a playlist.
    ///
    /// @param tracks     how many it holds
    /// @param difference to what was published before
    /// @param unknown    tracks that the host does not know any more, and that were left out
    /// @param names      what the tracks are called that come, go, or were left out
    public record Published(
            Outcome outcome, int tracks, Difference difference, List<String> unknown, Map<String, TrackName> names) {
        public Published {
            unknown = List.copyOf(unknown);
            names = Map.copyOf(names);
        }

        /// What became of it, for the listener.
        ///
        /// @param title as it is to be shown
        /// @param held  how many tracks it holds, in words
        public String sentence(String title, String held) {
            return switch (outcome) {
                case MADE -> title + " is at Spotify now, with " + held + ", for you alone.";
                case MADE_AGAIN ->
                    title + " was made anew, with " + held
                            + ": the one published before is gone, or is not this listener's.";
                case UPDATED -> title + " is up to date at Spotify, with " + held + ":";
                case PUT_BACK ->
                    title + " had been changed at Spotify; it holds again what was published, " + held + ".";
                case UNCHANGED -> title + " is as it was published, with " + held + ". Nothing to do.";
            };
        }
    }

    /// Every publication, by playlist, the latest first.
    public List<Publication> history() {
        return store.history();
    }

    /// Composes a playlist; nothing is asked of the host.
    ///
    /// @param given parameters of the question
    /// @throws MtmException when the question makes no playlist, or as [Asker#ask]
    public Preview preview(Question question, Map<String, String> given, LocalDate today) {
        Playlist playlist = question.playlist()
                .orElseThrow(() -> new MtmException(
                        ErrorCode.USAGE,
                        "this question makes no playlist",
                        question.name(),
                        "`mtm playlist list` shows those that do. A question of your own does with a line `playlist:` in its"
                                + " header."));
        Map<String, String> chosen = new HashMap<>(playlist.presets());
        chosen.putAll(given);
        Answer answer = asker.ask(question, chosen, today);
        List<String> key = new ArrayList<>(List.of(question.name()));
        for (String place : playlist.places()) {
            Object value = answer.parameters().get(place);
            if (value == null) {
                throw new MtmException(
                        ErrorCode.USAGE,
                        "the playlist is one of a certain " + place,
                        question.name(),
                        "Choose one with --" + place.replace('_', '-') + ".");
            }
            key.add(value.toString());
        }
        Composition composition = PlaylistComposer.compose(answer);
        String name = String.join(" ", key);
        return new Preview(
                name, playlist.titled(answer.parameters()), composition, standing(name, composition.tracks()));
    }

    /// How an edition stands to what was published last; nothing is asked of the host.
    Standing standing(Edition edition) {
        return standing(edition.key(), edition.tracks());
    }

    private Standing standing(String key, List<String> tracks) {
        List<String> last = store.lastTracks(key);
        Difference difference = Difference.of(last, without(tracks, store.gone(tracks)));
        List<String> changing = new ArrayList<>(difference.added());
        changing.addAll(difference.removed());
        return new Standing(!last.isEmpty(), difference, store.names(changing), cost(last.size(), tracks.size()));
    }

    /// Of how many tracks it is known how they sound.
    ///
    /// @param measured those that a source measured
    /// @param tracks   all that were ever listened to
    public record Coverage(long measured, long tracks) {
        /// What it comes to, and what to do about it.
        public String sentence() {
            return "How they sound is known of " + measured + " of the " + tracks
                    + " tracks that you listened to; `mtm enrich features` looks up the others.";
        }
    }

    /// Of how many tracks it is known how they sound, where a playlist goes by that and it is not known of all.
    public Optional<Coverage> lacking(Question question) {
        return READS_FEATURES.matcher(question.sql()).find()
                ? Optional.of(store.coverage()).filter(coverage -> coverage.measured() < coverage.tracks())
                : Optional.empty();
    }

    private Cost cost(int held, int tracks) {
        int calls = host.mostCalls(held, tracks);
        return new Cost(calls, signIn.calls(), signIn.forecast(calls));
    }

    /// Makes the playlist at the host, or brings it up to date. Whatever stops it on the way, publishing
    /// again sets right.
    ///
    /// @throws MtmException when there is nothing to publish, nobody is signed in, too few calls are left
    /// today, another process is at it, or the host fails
    public Published publish(Preview preview) {
        return publish(preview.edition(), (session, id, at, tracks) -> {});
    }

    /// As [#publish(Preview)].
    ///
    /// @param beside what is kept in the same transaction as a new publication
    Published publish(Edition edition, PlaylistStore.Beside beside) {
        List<String> tracks = edition.tracks();
        if (tracks.isEmpty()) {
            throw new MtmException(
                    ErrorCode.NO_DATA,
                    "there is no track to publish",
                    edition.title(),
                    "A playlist that was published before stays as it is. Ask for more, or import more plays.");
        }
        requireSignIn();
        requireCalls(
                edition.title(), host.mostCalls(store.lastTracks(edition.key()).size(), tracks.size()));
        PlaylistStore.Claim claim = store.claim(edition.key(), edition.title(), newMarker(), clock.instant(), CLAIM);
        Hold hold = new Hold(edition.key(), claim.until());
        try {
            return publish(edition, claim, hold, beside);
        } finally {
            store.release(edition.key(), hold.until);
        }
    }

    /// The right to publish, kept while the work goes on.
    private final class Hold {
        private final String playlist;
        private Instant until;

        Hold(String playlist, Instant until) {
            this.playlist = playlist;
            this.until = until;
        }

        void goOn() {
            Instant now = clock.instant();
            if (now.plus(CLAIM.dividedBy(2)).isAfter(until)) {
                until = store.renew(playlist, until, now, CLAIM);
            }
        }
    }

    private static List<String> without(List<String> tracks, Collection<String> others) {
        return tracks.stream().filter(track -> !others.contains(track)).toList();
    }

    private Published publish(Edition edition, PlaylistStore.Claim claim, Hold hold, PlaylistStore.Beside beside) {
        // Read once the claim is had: another process may have published until then.
        List<String> last = store.lastTracks(edition.key());
        Set<String> gone = store.gone(edition.tracks());
        List<String> wanted = without(edition.tracks(), gone);
        if (wanted.isEmpty()) {
            throw noneKnown(edition);
        }
        String marker = claim.marker();
        Optional<PlaylistHost.Hosted> there = there(claim);
        boolean again = there.isEmpty() && claim.spotifyId() != null;
        if (again) {
            marker = newMarker();
            store.restart(edition.key(), marker);
        }
        PlaylistHost.Hosted hosted = there.orElse(null);
        if (hosted != null && hosted.size() != null && hosted.size() > last.size()) {
            requireCalls(edition.title(), host.mostCalls(hosted.size(), wanted.size()));
        }
        hold.goOn();
        if (hosted == null) {
            hosted = host.create(edition.title(), Description.of(edition, wanted.size(), marker));
        }
        if (!hosted.id().equals(claim.spotifyId())) {
            store.made(edition.key(), hosted.id());
        }
        List<String> held = there.isEmpty() ? List.of() : host.tracks(hosted.id(), hold::goOn);
        List<String> refused = held.equals(wanted) ? List.of() : host.replace(hosted.id(), wanted, hold::goOn);
        store.note(refused);
        gone.addAll(refused);
        List<String> unknown = edition.tracks().stream().filter(gone::contains).toList();
        List<String> tracks = without(wanted, refused);
        if (tracks.isEmpty()) {
            throw noneKnown(edition);
        }
        hold.goOn();
        Difference difference = Difference.of(last, tracks);
        if (held.equals(tracks) && last.equals(tracks)) {
            return published(Outcome.UNCHANGED, tracks, difference, unknown);
        }
        if (there.isPresent() || !refused.isEmpty()) {
            // The listener may have given it another name, which stays.
            host.describe(hosted.id(), hosted.name(), Description.of(edition, tracks.size(), marker));
        }
        store.published(
                edition.key(), hosted.id(), clock.instant(), edition.asOf(), tracks, difference, hold.until, beside);
        Outcome outcome = again
                ? Outcome.MADE_AGAIN
                : last.isEmpty() ? Outcome.MADE : last.equals(tracks) ? Outcome.PUT_BACK : Outcome.UPDATED;
        return published(outcome, tracks, difference, unknown);
    }

    private static MtmException noneKnown(Edition edition) {
        return new MtmException(
                ErrorCode.NO_DATA,
                "Spotify knows none of its tracks any more",
                edition.title(),
                "A playlist that was published before stays as it is. Ask for more, or for another time.");
    }

    private Published published(Outcome outcome, List<String> tracks, Difference difference, List<String> unknown) {
        List<String> named = new ArrayList<>(difference.added());
        named.addAll(difference.removed());
        named.addAll(unknown);
        return new Published(outcome, tracks.size(), difference, unknown, store.names(named));
    }

    /// The playlist, if it was made and the listener still has it.
    private Optional<PlaylistHost.Hosted> there(PlaylistStore.Claim claim) {
        @Nullable String id = claim.spotifyId();
        if (id != null) {
            return host.find(id).filter(PlaylistHost.Hosted::mine);
        }
        return claim.isNew() ? Optional.empty() : host.findDescribed(claim.marker());
    }

    private void requireSignIn() {
        boolean holds =
                signIn.standing().map(standing -> standing.endedAt() == null).orElse(false);
        if (!holds) {
            throw new MtmException(
                    ErrorCode.SIGN_IN,
                    "nobody is signed in, or the sign-in has ended",
                    "Spotify",
                    "Sign in: `mtm login`. `mtm playlist preview` goes without.");
        }
    }

    /// A publication that would stop half-way is not begun.
    private void requireCalls(String title, int needed) {
        SignIn.Calls calls = signIn.calls();
        if (calls.pausedUntil() != null) {
            throw new MtmException(
                    ErrorCode.LATER,
                    Objects.requireNonNullElse(calls.reason(), "it asked to wait"),
                    "Spotify",
                    "Nothing was changed; publish again after " + calls.pausedUntil() + ".");
        }
        if (calls.left() < needed) {
            throw new MtmException(
                    ErrorCode.LATER,
                    "publishing it may take " + needed + " calls to Spotify, and " + calls.left() + " of the "
                            + calls.limit() + " that were set for a day are left",
                    title,
                    needed > calls.limit()
                            ? "Nothing was changed; set spotify-budget higher, or publish fewer tracks."
                            : "Nothing was changed; publish again tomorrow (UTC), or set spotify-budget higher.");
        }
    }

    private static String newMarker() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return "mtm" + HexFormat.of().formatHex(random);
    }
}
