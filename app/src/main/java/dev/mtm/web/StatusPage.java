package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.jobs.JobLog;
import dev.mtm.render.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The status page: plain HTML, no script.
final class StatusPage {
    static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #8886; }
            th { font-weight: 600; white-space: nowrap; }
            .off { color: #c33; font-weight: 600; }
            """;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Overview overview;

    StatusPage(Overview overview) {
        this.overview = overview;
    }

    String html() {
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Music Time Machine</title>
                <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                <h1>Music Time Machine</h1>
                <table>
                """);
        row(page, "plays", Wording.grouped(overview.plays()));
        row(page, "last play", time(overview.lastPlay(), "none yet"));
        row(page, "last import", time(overview.lastImport(), "none yet"));
        page.append(signIn());
        row(page, "calls to Spotify today", calls(overview.calls()));
        row(page, "last backup", time(overview.lastBackup(), "none yet"));
        page.append(drill());
        page.append("</table>\n<h2>Jobs</h2>\n");
        page.append(overview.jobs().isEmpty() ? "<p>None is scheduled yet.</p>\n" : jobs());
        page.append("<p>As of ")
                .append(text(time(overview.now())))
                .append(", ")
                .append(text(overview.zone().getId()))
                .append(".</p>\n</body>\n</html>\n");
        return page.toString();
    }

    private String signIn() {
        if (overview.signIn().isEmpty()) {
            return "<tr><th>Spotify</th><td>nobody is signed in</td></tr>\n";
        }
        SignIn.Standing standing = overview.signIn().get();
        Instant endedAt = standing.endedAt();
        String who = text(standing.called());
        if (endedAt != null || !standing.endsAt().isAfter(overview.now())) {
            return "<tr><th>Spotify</th><td><span class=\"off\">the sign-in of " + who + " ended on "
                    + text(time(endedAt != null ? endedAt : standing.endsAt()))
                    + "</span>: sign in again with <code>mtm login</code></td></tr>\n";
        }
        long days = Duration.between(overview.now(), standing.endsAt()).toDays();
        return "<tr><th>Spotify</th><td>" + who + " is signed in; " + (days == 1 ? "1 day is" : days + " days are")
                + " left of it</td></tr>\n";
    }

    private String calls(SignIn.Calls calls) {
        Instant until = calls.pausedUntil();
        return calls.used() + " of " + calls.limit()
                + (until == null ? "" : "; none before " + time(until) + ", since " + calls.reason());
    }

    private String drill() {
        return overview.lastDrill()
                .map(drill -> "<tr><th>last backup drill</th><td>" + text(time(drill.at())) + ": "
                        + (drill.passed() ? "passed" : "<span class=\"off\">failed</span>") + "</td></tr>\n")
                .orElse("<tr><th>last backup drill</th><td>none yet</td></tr>\n");
    }

    private String jobs() {
        StringBuilder table = new StringBuilder(
                "<table>\n<tr><th>job</th><th>last run</th><th>how it went</th><th>next due</th></tr>\n");
        for (JobLog.Standing job : overview.jobs()) {
            table.append("<tr><td>")
                    .append(text(job.job()))
                    .append("</td><td>")
                    .append(text(time(job.last().map(JobLog.Run::startedAt), "never")))
                    .append("</td><td>")
                    .append(job.last().map(StatusPage::outcome).orElse(""))
                    .append("</td><td>")
                    .append(text(job.running() ? "runs now" : time(job.due())))
                    .append("</td></tr>\n");
        }
        return table.append("</table>\n").toString();
    }

    private static String outcome(JobLog.Run run) {
        JobLog.Outcome outcome = run.outcome();
        if (outcome == null) {
            return "";
        }
        String label =
                outcome == JobLog.Outcome.DONE ? outcome.label() : "<span class=\"off\">" + outcome.label() + "</span>";
        return label + ": " + text(String.valueOf(run.message()));
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("<tr><th>")
                .append(name)
                .append("</th><td>")
                .append(text(value))
                .append("</td></tr>\n");
    }

    private String time(Optional<Instant> at, String otherwise) {
        return at.map(this::time).orElse(otherwise);
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(overview.zone()));
    }

    /// A text as it may stand between tags.
    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
