package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Asker;
import dev.mtm.question.Parameter;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tries out the newest backup: restores it in a scratch place, asks it every question, compares with the store as of
/// the day of the backup, and writes down how it went.
public final class Drill {
    private final Backups backups;
    private final Database store;
    private final long account;
    private final ZoneId zone;
    private final Clock clock;

    /// @param zone the listener's clock
    public Drill(Backups backups, Database store, long account, ZoneId zone, Clock clock) {
        this.backups = backups;
        this.store = store;
        this.account = account;
        this.zone = zone;
        this.clock = clock;
    }

    /// How a drill went.
    ///
    /// @param differing    the questions that the backup answers in another way than the store does
    /// @param changedSince whether the store has changed since, so that answers may differ
    public record Result(Instant at, BackupFile backup, int questions, List<String> differing, boolean changedSince) {
        public Result {
            differing = List.copyOf(differing);
        }

        /// Whether the backup can be trusted.
        public boolean passed() {
            return differing.isEmpty() || changedSince;
        }
    }

    /// The line that a drill left.
    ///
    /// @param backup the name of the file that was tried
    public record Recorded(Instant at, String backup, boolean passed) {}

    /// Runs a drill. One that cannot even be restored is written down as failed before the error goes on.
    ///
    /// @throws MtmException when there is no backup, or it cannot be restored
    public Result run() {
        BackupFile newest = backups.list().stream()
                .findFirst()
                .orElseThrow(() -> new MtmException(
                        ErrorCode.NOT_FOUND,
                        "there is no backup of this store",
                        backups.settings().folder().toString(),
                        "Make one with `mtm backup`."));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        boolean passed = false;
        try (OpenedBackup opened =
                new OpenedBackup(newest.path(), backups.settings().folder(), "drill", clock)) {
            opened.bringUpToDate();
            Result result = compared(newest, opened.database(), now);
            passed = result.passed();
            return result;
        } finally {
            note(new Recorded(now, newest.path().getFileName().toString(), passed));
        }
    }

    private Result compared(BackupFile backup, Database copy, Instant now) {
        LocalDate day = LocalDate.ofInstant(backup.madeAt(), zone);
        Asker there = new Asker(copy, account, zone);
        Asker here = new Asker(store, account, zone);
        List<String> differing = new ArrayList<>();
        List<Question> questions = Questions.builtIn().all();
        for (Question question : questions) {
            Map<String, String> given = given(question, copy);
            if (!same(answer(there, question, given, day), answer(here, question, given, day))) {
                differing.add(question.name());
            }
        }
        boolean changed = !copy.read(Drill::state).equals(store.read(Drill::state));
        return new Result(now, backup, questions.size(), differing, changed);
    }

    /// A question that wants to be told of something is asked of the track that comes first in the backup: the store
    /// may know tracks by now that the backup cannot.
    private static Map<String, String> given(Question question, Database copy) {
        Map<String, String> given = new TreeMap<>();
        for (Parameter parameter : question.parameters()) {
            if (parameter.findFallback().isEmpty() || question.header().wants().indexOf(parameter.name()) == 0) {
                copy.<Optional<String>>read(session -> session.first(
                                "select min(track_id) from tracks having count(*) > 0", row -> row.text(1)))
                        .ifPresent(track -> given.put(parameter.name(), track));
            }
        }
        return given;
    }

    /// The answer, or the code of what keeps the question from having one.
    private static Object answer(Asker asker, Question question, Map<String, String> given, LocalDate day) {
        try {
            return asker.ask(question, given, day);
        } catch (MtmException e) {
            return switch (e.code()) {
                case NO_DATA, NOT_FOUND, USAGE -> e.code();
                default -> throw e;
            };
        }
    }

    private static boolean same(Object a, Object b) {
        if (!(a instanceof Answer one) || !(b instanceof Answer other)) {
            return a.equals(b);
        }
        if (one.rows().size() != other.rows().size() || !one.tracks().equals(other.tracks())) {
            return false;
        }
        for (int i = 0; i < one.rows().size(); i++) {
            for (int j = 0; j < one.columns().size(); j++) {
                if (!sameValue(one.rows().get(i).get(j), other.rows().get(i).get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Two databases may add up a mean in another order.
    private static boolean sameValue(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double one && b instanceof Double other) {
            return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
        }
        return Objects.equals(a, b);
    }

    /// What changes with every import, every undo and every change of what counts.
    private static List<String> state(Session session) throws SQLException {
        List<String> state = new ArrayList<>(session.list(
                "select import_id, undone_at from import_run order by import_id",
                row -> row.number(1) + " " + row.instantOrNull(2)));
        state.addAll(session.list(
                "select zone, counting_rule from account order by account_id",
                row -> row.textOrNull(1) + " " + row.text(2)));
        state.addAll(session.list(
                "select count(*), max(snapshot_date) from snapshots", row -> row.number(1) + " " + row.textOrNull(2)));
        return state;
    }

    /// How the last drill went; empty when there was none, or its record cannot be read.
    public static Optional<Recorded> last(Backups backups) {
        try (Reader reader = new StringReader(Files.readString(recordOf(backups)))) {
            Properties told = new Properties();
            told.load(reader);
            return Optional.of(new Recorded(
                    Instant.parse(told.getProperty("at", "")),
                    told.getProperty("backup", ""),
                    told.getProperty("passed", "").equals("true")));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty(); // it is made anew by the next drill
        }
    }

    private void note(Recorded drill) {
        String text = "# The last drill of `mtm backup drill`.\nat = %s\nbackup = %s\npassed = %s\n"
                .formatted(drill.at(), drill.backup(), drill.passed());
        try (Scratch scratch = Scratch.in(backups.settings().folder(), "record")) {
            Files.writeString(scratch.path(), text, StandardCharsets.UTF_8);
            Files.move(scratch.path(), recordOf(backups), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Scratch.unwritable(backups.settings().folder(), e);
        }
    }

    private static Path recordOf(Backups backups) {
        return backups.settings().folder().resolve(backups.storeName() + "-drill.properties");
    }
}
