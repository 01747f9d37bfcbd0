package dev.mtm.cli;

import dev.mtm.access.ApiTokens;
import dev.mtm.access.PagePassword;
import dev.mtm.account.SignIn;
import dev.mtm.adopt.Adoption;
import dev.mtm.analysis.Analyses;
import dev.mtm.analysis.AnalysisLog;
import dev.mtm.backup.Backups;
import dev.mtm.backup.Drill;
import dev.mtm.backup.Export;
import dev.mtm.backup.ExportImport;
import dev.mtm.backup.Move;
import dev.mtm.backup.Restore;
import dev.mtm.doctor.Doctor;
import dev.mtm.doctor.SchemaLint;
import dev.mtm.enrich.Enrichments;
import dev.mtm.enrich.FactImport;
import dev.mtm.history.Listener;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.Importer;
import dev.mtm.jobs.JobLog;
import dev.mtm.narrative.SongGists;
import dev.mtm.narrative.Storyteller;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Playlists;
import dev.mtm.question.Asker;
import dev.mtm.question.Questions;
import dev.mtm.schema.Draft;
import dev.mtm.schema.Migrator;
import dev.mtm.schema.Upgrade;
import dev.mtm.snapshot.ComputedSnapshots;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.sync.Gaps;
import dev.mtm.sync.LivePlays;
import dev.mtm.sync.PlaySync;
import dev.mtm.weather.HomeWeather;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the commands work with. The program wires it; commands only take what they need.
public interface House {
    /// Names the store that `--db` gave; null: the one of the settings.
    void choose(@Nullable String db);

    /// The store as it may be shown, without secrets.
    String shownStore();

    /// Chooses the store for the demo, beside the usual one, unless `--db` named another.
    void chooseDemo();

    Questions questions();

    Asker asker();

    Importer importer();

    ImportLog importLog();

    /// Takes back exactly what an import added, after the backup that is due.
    ///
    /// @return how many plays went
    long undoImport(long importId);

    ComputedSnapshots snapshots();

    Listener listener();

    /// Takes over a music_db into the store.
    ///
    /// @param database as `--db` takes it
    Adoption.Report adopt(String database, ImportProgress progress);

    /// Copies the store to another database.
    ///
    /// @param target as `--db` takes it
    Move.Proof move(String target, Move.Progress progress);

    Doctor doctor();

    /// The listener's sign-in at Spotify.
    SignIn signIn();

    /// Keeps Spotify's top lists of today.
    SnapshotTaker snapshotTaker();

    /// Fetches plays before Spotify forgets them.
    PlaySync playSync();

    /// What is playing now; empty when nothing is.
    Optional<LivePlays.Now> playingNow();

    /// Times of which Spotify had forgotten plays.
    Gaps gaps();

    /// Where the listener lives, and the weather there.
    HomeWeather homeWeather();

    /// What a server does by itself, and when it is due; empty where none ever ran.
    List<JobLog.Standing> jobs();

    /// What the clock shows.
    Instant now();

    /// The playlists that are made of answers.
    Playlists playlists();

    /// Facts from other services.
    Enrichments enrichments();

    /// Facts from files.
    FactImport factImport();

    /// The playlists that are made anew by rules of their own.
    ManagedPlaylists managedPlaylists();

    /// The figures of periods.
    Analyses analyses();

    /// The analyses that were frozen.
    AnalysisLog analysisLog();

    /// Who tells what figures say.
    Storyteller storyteller();

    /// What songs are about, as the language model says.
    ///
    /// @throws dev.mtm.problem.MtmException when none is set
    SongGists songGists();

    /// Holds the schema of the store as it is against a checklist.
    SchemaLint schemaLint();

    /// The migrator of the store as it is: unlike the others it does not bring the store up to date first.
    Migrator migrator();

    /// What takes the store as it is to another version, after a trial.
    Upgrade upgrade();

    /// What the store has that the migrations do not make, and the other way round.
    Draft draft();
    /// The backups of the store as it is, at whatever version.
    Backups backups();

    /// Makes the backup that the schedule wants before the store changes; empty where none is due or no store is there.
    Optional<Backups.Made> backUpIfDue();

    Drill drill();

    Export export();

    /// Imports whatever is handed over, exports of this program included.
    ///
    /// @param kept whether anything may be: if not, and there is no store, it works on one that goes again
    ExportImport exportImport(boolean kept);

    /// Puts a backup in the place of the store, also where none is yet.
    Restore restore();

    /// The password of the pages.
    PagePassword password();

    /// The tokens of programs.
    ApiTokens tokens();

    /// Starts the server: its jobs and its pages. Close it.
    ///
    /// @param host null: that of the settings
    /// @param port null: that of the settings
    Running serve(@Nullable String host, @Nullable Integer port);

    /// The day that the listener's clock shows now.
    LocalDate today();

    /// The zone of the listener's clock.
    ZoneId zone();

    /// A zone by its name.
    ZoneId zone(String name);

    /// Which environment variables the command line looks at.
    Map<String, String> environment();
}
