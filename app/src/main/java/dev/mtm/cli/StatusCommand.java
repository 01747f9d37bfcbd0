package dev.mtm.cli;

import dev.mtm.account.SignIn;
import dev.mtm.enrich.Enrichments;
import dev.mtm.jobs.JobLog;
import dev.mtm.question.Unit;
import dev.mtm.render.Wording;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.sync.Gaps;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `mtm status`
@Command(
        name = "status",
        header = "Who is signed in at Spotify, and how capturing goes.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    /// The jobs that ask others.
    private static final Set<String> SHOWN_JOBS = Set.of("sync", "snapshot", "enrich");

    @ParentCommand
    private @Nullable Mtm mtm;

    @Override
    public Integer call() {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        House house = mtm.house();
        Wording wording = new Wording(house.listener().zone().id());
        Instant now = house.now();
        Sheetlet sheet = new Sheetlet("what", "how it stands");
        signIn(sheet, house.signIn().standing(), wording, now);
        SignIn.Calls calls = house.signIn().calls();
        sheet.row(
                "calls today",
                calls.used() + " of " + calls.limit() + ", " + calls.left() + " left"
                        + (calls.left() > 0
                                ? ""
                                : house.signIn()
                                        .forecast(1)
                                        .map(next -> "; the next at " + at(wording, next))
                                        .orElse("; set spotify-budget higher")));
        if (calls.pausedUntil() != null) {
            sheet.row("waiting until", at(wording, calls.pausedUntil()) + ", as " + calls.reason());
        }
        sheet.row(
                "plays fetched last",
                house.playSync().lastTime().map(time -> at(wording, time)).orElse("never: `mtm sync`"));
        SnapshotTaker.Kept kept = house.snapshotTaker().kept(house.today());
        sheet.row(
                "top lists kept",
                kept.last() == null ? "never: `mtm snapshot`" : kept.last().toString());
        if (!kept.without().isEmpty()) {
            sheet.row(
                    "months without any",
                    kept.without().stream().map(YearMonth::toString).collect(Collectors.joining(", "))
                            + "; Spotify does not tell them any more");
        }
        for (JobLog.Standing job : house.jobs()) {
            if (SHOWN_JOBS.contains(job.job())) {
                sheet.row(job.job() + " due", at(wording, job.due()) + ", while `mtm serve` runs");
            }
        }
        for (Enrichments.Standing facts : house.enrichments().standings()) {
            if (facts.waiting() > 0 && facts.obstacle().isEmpty()) {
                sheet.row(
                        facts.title(),
                        Wording.grouped(facts.waiting()) + " to ask " + facts.source() + " about: `mtm enrich "
                                + facts.what() + "`");
            }
        }
        List<Gaps.Gap> open = house.gaps().open();
        sheet.row("gaps", open.isEmpty() ? "none" : String.valueOf(open.size()));
        mtm.out().print(sheet.text());
        for (Gaps.Gap gap : open) {
            mtm.out()
                    .println("Plays are missing between " + at(wording, gap.from()) + " and " + at(wording, gap.until())
                            + ". An export of yours that reaches over that time brings them.");
        }
        mtm.out().flush();
        return 0;
    }

    private static void signIn(Sheetlet sheet, Optional<SignIn.Standing> found, Wording wording, Instant now) {
        if (found.isEmpty()) {
            sheet.row("signed in", "nobody: `mtm login`");
            return;
        }
        SignIn.Standing standing = found.get();
        sheet.row("signed in", Printable.line(standing.called()));
        sheet.row("may", String.join(", ", standing.scopes()));
        if (standing.endedAt() != null) {
            sheet.row("sign-in", "ended " + at(wording, standing.endedAt()) + ": sign in again with `mtm login`");
        } else {
            long days = Duration.between(now, standing.endsAt()).toDays();
            sheet.row(
                    "sign-in",
                    !standing.endsAt().isAfter(now)
                            ? "at its end: sign in again with `mtm login`"
                            : "holds "
                                    + (days == 0
                                            ? "less than a day"
                                            : "for " + days + (days == 1 ? " more day" : " more days"))
                                    + ", until " + at(wording, standing.endsAt()));
        }
    }

    private static String at(Wording wording, Instant time) {
        return wording.of(Unit.INSTANT, time);
    }
}
