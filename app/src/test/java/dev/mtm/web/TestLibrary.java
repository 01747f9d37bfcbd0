package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.account.Vault;
import dev.mtm.analysis.AnalysisLog;
import dev.mtm.backup.Backups;
import dev.mtm.backup.Rotation;
import dev.mtm.backup.Schedule;
import dev.mtm.db.Database;
import dev.mtm.enrich.CoverSource;
import dev.mtm.history.CountingRule;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.history.PlayDecisions;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.lyrics.LyricsStore;
import dev.mtm.net.CallBudget;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Playlists;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.OwnQuestions;
import dev.mtm.question.Questions;
import dev.mtm.spotify.Spotify;
import dev.mtm.spotify.SpotifyApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/// A store as requests see it: each has connections of its own.
@NullMarked
record TestLibrary(Database database, LocalDate today, ZoneId zone, Path folder, SpotifyApp app) implements Library {
    /// No app is set up at Spotify, and nothing listens there.
    private static final SpotifyApp NOWHERE =
            new SpotifyApp(Optional.empty(), URI.create("http://127.0.0.1:9"), URI.create("http://127.0.0.1:9/v1"));

    /// Of whatever store there is at the time of a request.
    static Supplier<Library> of(Supplier<Database> store, LocalDate today, ZoneId zone) {
        Path folder = arrivals();
        return () -> of(store.get(), today, zone, folder).get();
    }

    static Supplier<Library> of(Database store, LocalDate today, ZoneId zone) {
        return of(store, today, zone, arrivals());
    }

    static Supplier<Library> of(Database store, LocalDate today, ZoneId zone, Path folder) {
        return of(store, today, zone, folder, NOWHERE);
    }

    static Supplier<Library> of(Database store, LocalDate today, ZoneId zone, Path folder, SpotifyApp app) {
        return () -> new TestLibrary(Database.at(store.address(), Duration.ofSeconds(5)), today, zone, folder, app);
    }

    private Spotify spotify() {
        return Spotify.of(
                app,
                database,
                1,
                new Vault(folder.resolve("secret.key")),
                new CallBudget(database, SpotifyApp.SERVICE, 600, clock()),
                clock(),
                length -> {});
    }

    @Override
    public SignIn signIn() {
        return spotify().signIn();
    }

    @Override
    public ManagedPlaylists managedPlaylists() {
        return new ManagedPlaylists(
                database, 1, asker(), playlists(), listener().zone().id(), clock());
    }

    @Override
    public Playlists playlists() {
        return new Playlists(database, 1, asker(), spotify().playlists(), signIn(), clock());
    }

    @Override
    public AnalysisLog analysisLog() {
        return new AnalysisLog(database, 1);
    }

    @Override
    public Instant now() {
        return clock().instant();
    }

    @Override
    public Backups backups() {
        return new Backups(
                database,
                new Backups.Settings(folder.resolve("backups"), Schedule.OFF, new Rotation(7, 0, 0)),
                clock());
    }

    @Override
    public void moveTo(String zone) {
        try {
            listener().move(ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new MtmException(ErrorCode.USAGE, "there is no zone " + zone, "zone", "Name another.", e);
        }
    }

    @Override
    public LyricsStore lyrics() {
        return new LyricsStore(database);
    }

    @Override
    public PlayDecisions decisions() {
        return new PlayDecisions(database, new Derivation(1, zone), clock());
    }

    @Override
    public void decide(long playId, PlayDecisions.Decision decision) {
        decisions().decide(playId, decision);
    }

    @Override
    public void countBy(CountingRule rule) {
        listener().count(rule);
        listener().rebuild();
    }

    private Derivation derivation() {
        return new Derivation(1, zone);
    }

    @Override
    public Questions questions() {
        return Questions.with(folder);
    }

    @Override
    public OwnQuestions ownQuestions() {
        return new OwnQuestions(folder);
    }

    @Override
    public Asker asker() {
        return new Asker(database, 1, zone);
    }

    @Override
    public Directory directory() {
        return new Directory(database, 1);
    }

    @Override
    public CoverSource covers() {
        return new CoverSource(database);
    }

    @Override
    public Listener listener() {
        return new Listener(database, derivation());
    }

    /// A folder for files that are sent.
    static Path arrivals() {
        try {
            return Files.createTempDirectory("mtm-arrivals");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ImportReport take(Path file, ImportProgress progress) {
        return new Importer(database, derivation(), clock())
                .run(List.of(file), new Importer.Options(null, false), progress);
    }

    @Override
    public long undoImport(long importId) {
        return importLog().undo(importId);
    }

    @Override
    public ImportLog importLog() {
        return new ImportLog(database, derivation(), clock());
    }

    private Clock clock() {
        return Clock.fixed(today.atStartOfDay(zone).toInstant(), ZoneOffset.UTC);
    }

    @Override
    public void close() {
        database.close();
    }
}
