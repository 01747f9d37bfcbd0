package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.jobs.JobLog;
import dev.mtm.render.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the status page says, in words.
public final class StatusPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Overview overview;

    StatusPage(Overview overview) {
        this.overview = overview;
    }

    /// One line of the table.
    ///
    /// @param off whether it needs looking after
    public record Line(String name, String text, boolean off) {}

    /// One job.
    ///
    /// @param off whether its last run needs looking after
    public record JobLine(String name, String last, String outcome, String next, boolean off) {}

    /// Lines that belong together.
    public record Group(String heading, List<Line> lines) {}

    /// How the plays, the sign-in and the backups stand, and what it all runs on.
    public List<Group> groups() {
        Overview.Backed backed = overview.backed();
        Overview.Versions versions = overview.versions();
        return List.of(
                new Group(
                        "Plays",
                        List.of(
                                new Line("Plays", Wording.grouped(overview.plays()), false),
                                new Line("Last play", time(overview.lastPlay(), "none yet"), false),
                                new Line("Last import", time(overview.lastImport(), "none yet"), false),
                                gaps())),
                new Group(
                        "Spotify",
                        List.of(signIn(), new Line("Calls to Spotify today", calls(overview.calls()), false))),
                new Group(
                        "Backups",
                        List.of(
                                new Line("Last backup", time(backed.last(), "none yet"), false),
                                new Line("Backups", Wording.grouped(backed.number()), false),
                                new Line("Kept in", backed.folder(), false),
                                drill())),
                new Group(
                        "Versions",
                        List.of(
                                new Line("Music Time Machine", versions.program(), false),
                                new Line("Java", versions.java(), false),
                                new Line("Database", versions.database(), false),
                                new Line("Schema", String.valueOf(versions.schema()), false),
                                new Line("Size of the store", Wording.bytes(versions.bytes()), false))));
    }

    /// Of which times plays are missing, a sentence each.
    public List<String> missing() {
        return overview.gaps().stream()
                .map(gap -> time(gap.from()) + " to " + time(gap.until()) + ", found on " + time(gap.foundAt())
                        + (gap.plays() == 0
                                ? ""
                                : "; exports have brought "
                                        + (gap.plays() == 1 ? "1 play" : Wording.grouped(gap.plays()) + " plays")
                                        + " of it so far"))
                .toList();
    }

    /// What is wrong with questions of the listener's own.
    public List<String> faults() {
        return overview.faults().stream().map(Wording::visible).toList();
    }

    private Line gaps() {
        int gaps = overview.gaps().size();
        return new Line(
                "Missing plays",
                gaps == 0 ? "none that are known of" : gaps == 1 ? "a gap, told below" : gaps + " gaps, told below",
                gaps > 0);
    }

    public List<JobLine> jobs() {
        return overview.jobs().stream().map(this::job).toList();
    }

    /// The moment that all this holds for, in words.
    public String asOf() {
        return time(overview.now()) + ", " + overview.zone().getId();
    }

    private Line signIn() {
        if (overview.signIn().isEmpty()) {
            return new Line("Spotify", "nobody is signed in", false);
        }
        SignIn.Standing standing = overview.signIn().get();
        Instant endedAt = standing.endedAt();
        if (endedAt != null || !standing.endsAt().isAfter(overview.now())) {
            return new Line(
                    "Spotify",
                    "the sign-in of " + standing.called() + " ended on "
                            + time(endedAt != null ? endedAt : standing.endsAt()) + ": sign in again with `mtm login`",
                    true);
        }
        long days = Duration.between(overview.now(), standing.endsAt()).toDays();
        return new Line(
                "Spotify",
                standing.called() + " is signed in; " + (days == 1 ? "1 day is" : days + " days are") + " left of it",
                false);
    }

    private String calls(SignIn.Calls calls) {
        Instant until = calls.pausedUntil();
        return calls.used() + " of " + calls.limit()
                + (until == null ? "" : "; none before " + time(until) + ", since " + calls.reason());
    }

    private Line drill() {
        return overview.backed()
                .drill()
                .map(drill -> new Line(
                        "Last backup drill",
                        time(drill.at()) + ": " + (drill.passed() ? "passed" : "failed"),
                        !drill.passed()))
                .orElse(new Line("Last backup drill", "none yet", false));
    }

    private JobLine job(JobLog.Standing job) {
        JobLog.Outcome outcome = job.last().map(JobLog.Run::outcome).orElse(null);
        return new JobLine(
                job.job(),
                time(job.last().map(JobLog.Run::startedAt), "never"),
                outcome == null
                        ? ""
                        : outcome.label() + ": "
                                + job.last().map(JobLog.Run::message).orElse(""),
                job.running() ? "runs now" : time(job.due()),
                outcome != null && outcome != JobLog.Outcome.DONE);
    }

    private String time(Optional<Instant> at, String otherwise) {
        return at.map(this::time).orElse(otherwise);
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(overview.zone()));
    }
}
