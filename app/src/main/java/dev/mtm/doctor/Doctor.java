package dev.mtm.doctor;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.db.Postgres;
import dev.mtm.db.Session;
import dev.mtm.db.Sqlite;
import dev.mtm.history.ProjectionCheck;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.snapshot.ComputedSnapshots;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Examines a store and what is around it. Changes nothing.
public final class Doctor {
    private static final long LITTLE_ROOM = 200L << 20;
    private static final Instant PROGRAM_IS_YOUNGER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Database database;
    private final SchemaCheck schema;
    private final Questions questions;
    private final Asker asker;
    private final ProjectionCheck projections;
    private final ComputedSnapshots snapshots;
    private final BackupCheck backups;
    private final Clock clock;

    public Doctor(
            Database database,
            SchemaCheck schema,
            Questions questions,
            Asker asker,
            ProjectionCheck projections,
            ComputedSnapshots snapshots,
            BackupCheck backups,
            Clock clock) {
        this.database = database;
        this.schema = schema;
        this.questions = questions;
        this.asker = asker;
        this.projections = projections;
        this.snapshots = snapshots;
        this.backups = backups;
        this.clock = clock;
    }

    /// All findings, in the order of the checks. Where the store cannot be opened or is at another version, the
    /// checks that need it are left out.
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(clock());
        disk().ifPresent(findings::add);
        findings.addAll(backups.examine());
        try {
            findings.add(opened());
            backups.kept().ifPresent(findings::add);
            size().ifPresent(findings::add);
            Finding version = schema.version();
            findings.add(version);
            if (!version.fine()) {
                return findings;
            }
            database.read(session -> findings.add(foreignKeys(session)) && findings.add(integrity(session)));
            Finding whole = schema.whole();
            findings.add(whole);
            if (!whole.fine()) {
                // Without its indexes a large store would take hours; without its tables nothing can be asked.
                for (String check : List.of("time stamps", "what counts", "computed top lists", "questions")) {
                    findings.add(Finding.fine(check, "not judged: the schema is not whole"));
                }
                return findings;
            }
            Finding times = database.read(Doctor::timeStamps);
            findings.add(times);
            if (!times.fine()) {
                return findings; // nothing can be derived from times that are none
            }
            findings.add(derived());
            findings.add(ranks());
            findings.add(plans());
        } catch (MtmException e) {
            findings.add(Finding.off("store", e.where() + ": " + e.getMessage(), e.fix()));
        }
        return findings;
    }

    private Finding clock() {
        Instant now = clock.instant();
        return now.isBefore(PROGRAM_IS_YOUNGER)
                ? Finding.off("clock", "it shows " + now, "Set the clock: plays are dated by it.")
                : Finding.fine("clock", now.toString());
    }

    private Optional<Finding> disk() {
        if (!(database.address() instanceof DatabaseAddress.File file)) {
            return Optional.empty();
        }
        Path folder = file.path().getParent();
        try {
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            String room = (free >> 20) + " MiB free in " + folder;
            return Optional.of(
                    free < LITTLE_ROOM
                            ? Finding.off("disk", room, "Make room: an upgrade needs as much as the store itself.")
                            : Finding.fine("disk", room));
        } catch (IOException e) {
            return Optional.of(Finding.off("disk", folder + " cannot be looked at", "Check that the folder exists."));
        }
    }

    /// What can be told of the disk of a server.
    private Optional<Finding> size() {
        return switch (database.dialect()) {
            case Sqlite sqlite -> Optional.empty();
            case Postgres postgres ->
                Optional.of(Finding.fine(
                        "disk",
                        "the database takes "
                                + (database.standing().bytes() >> 20)
                                + " MiB; the room on its server cannot be seen from here"));
        };
    }

    private Finding opened() {
        String version =
                database.standing().product() + ", " + database.address().shown();
        return database.read(session -> switch (session.dialect()) {
            case Sqlite sqlite -> Finding.fine("database", version);
            case Postgres postgres -> {
                Instant server = session.first(
                                "select cast(now() at time zone 'utc' as timestamp(0))", row -> row.instant(1))
                        .orElseThrow();
                yield Duration.between(server, clock.instant()).abs().compareTo(CLOCKS_APART) > 0
                        ? Finding.off("database", version + "; its clock shows " + server, "Set one of the clocks.")
                        : Finding.fine("database", version);
            }
        });
    }

    private Finding foreignKeys(Session session) throws SQLException {
        return switch (session.dialect()) {
            case Sqlite sqlite -> {
                if (session.number("pragma foreign_keys") != 1) {
                    yield Finding.off("foreign keys", "not enforced", "This is a defect; please report it.");
                }
                List<String> broken =
                        session.list("pragma foreign_key_check", row -> row.text(1) + " -> " + row.text(3));
                yield broken.isEmpty()
                        ? Finding.fine("foreign keys", "on, every one points to a row")
                        : Finding.off(
                                "foreign keys",
                                broken.size() + " point nowhere, the first: " + broken.getFirst(),
                                "Restore the newest backup copy, or import into a new store.");
            }
            case Postgres postgres ->
                session.number("select count(*) from pg_constraint where contype = 'f' and not convalidated") == 0
                        ? Finding.fine("foreign keys", "on, all validated")
                        : Finding.off(
                                "foreign keys", "some are not validated", "Run `alter table … validate constraint`.");
        };
    }

    private static Finding integrity(Session session) throws SQLException {
        return switch (session.dialect()) {
            case Sqlite sqlite -> {
                String found = session.first("pragma quick_check(1)", row -> row.text(1))
                        .orElseThrow();
                yield found.equals("ok")
                        ? Finding.fine("integrity", "the file is sound")
                        : Finding.off(
                                "integrity", found, "Restore the newest backup copy, or import into a new store.");
            }
            case Postgres postgres ->
                Finding.fine(
                        "integrity",
                        "the pages are not read here; the server's data checksums are "
                                + session.first("show data_checksums", row -> row.text(1))
                                        .orElseThrow());
        };
    }

    /// SQLite keeps instants as text; one in another spelling would sort wrongly.
    private static Finding timeStamps(Session session) throws SQLException {
        return switch (session.dialect()) {
            case Sqlite sqlite -> {
                long strange =
                        session.number("select count(*) from play_history where played_at is not datetime(played_at)");
                yield strange == 0
                        ? Finding.fine("time stamps", "all of the form YYYY-MM-DD HH:MM:SS")
                        : Finding.off(
                                "time stamps",
                                strange + " are of another form",
                                "Something else wrote to the store; restore the newest backup copy.");
            }
            case Postgres postgres -> Finding.fine("time stamps", "kept by the column type");
        };
    }

    private Finding derived() {
        List<String> stale = projections.differences();
        return stale.isEmpty()
                ? Finding.fine("what counts", "listens, hours and days are as the log says")
                : Finding.off("what counts", String.join("; ", stale), "Run `mtm rebuild`.");
    }

    private Finding ranks() {
        return snapshots.isStale(
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1))
                ? Finding.off("computed top lists", "older than the plays", "Run `mtm snapshot rebuild`.")
                : Finding.fine("computed top lists", "as the plays give them, where there are any");
    }

    private Finding plans() {
        try {
            List<Question> all = questions.all();
            for (Question question : all) {
                List<String> faults = asker.planFaults(question, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
                if (!faults.isEmpty()) {
                    return Finding.off(
                            "questions",
                            question.name() + " reads or sorts all plays: " + faults.getFirst(),
                            question.own()
                                    ? "Let it ask for less, or give the reason in a line `-- plan:` of its header."
                                    : "Its answers are right, only slow. Please report it with these lines.");
                }
            }
            return Finding.fine(
                    "questions",
                    all.size() + "; "
                            + asker.unjudged()
                                    .map(why -> "their plans are not judged: " + why)
                                    .orElse("none reads or sorts all plays without a reason"));
        } catch (MtmException e) {
            return Finding.off("questions", e.where() + ": " + e.getMessage(), e.fix());
        }
    }
}
