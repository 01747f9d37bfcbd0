package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.analysis.AnalysisLog;
import dev.mtm.backup.Backups;
import dev.mtm.enrich.CoverSource;
import dev.mtm.history.CountingRule;
import dev.mtm.history.Listener;
import dev.mtm.history.PlayDecisions;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.lyrics.LyricsStore;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Playlists;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.OwnQuestions;
import dev.mtm.question.Questions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;

/// What one request works with. The program opens it, the request closes it.
public interface Library extends AutoCloseable {
    Questions questions();

    OwnQuestions ownQuestions();

    Asker asker();

    Directory directory();

    CoverSource covers();

    LyricsStore lyrics();

    Listener listener();

    ImportLog importLog();

    /// Reads a file of listening history, or a zip of them, after the backup that is due.
    ImportReport take(Path file, ImportProgress progress);

    /// Takes back exactly what an import added, after the backup that is due.
    ///
    /// @return how many plays went
    long undoImport(long importId);

    /// Sets the zone of the listener's clock, after the backup that is due.
    ///
    /// @throws dev.mtm.problem.MtmException when there is no such zone
    void moveTo(String zone);

    /// Sets what counts as a listen, and derives everything anew, after the backup that is due.
    void countBy(CountingRule rule);

    PlayDecisions decisions();

    /// Decides about one play, after the backup that is due.
    void decide(long playId, PlayDecisions.Decision decision);

    Playlists playlists();

    ManagedPlaylists managedPlaylists();

    AnalysisLog analysisLog();

    /// What the clock shows.
    Instant now();

    SignIn signIn();

    Backups backups();

    /// The listener's day.
    LocalDate today();

    @Override
    void close();
}
