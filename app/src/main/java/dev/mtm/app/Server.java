package dev.mtm.app;

import dev.mtm.access.AccessFile;
import dev.mtm.backup.Backups;
import dev.mtm.backup.Drill;
import dev.mtm.cli.Running;
import dev.mtm.enrich.Covers;
import dev.mtm.enrich.Enrichments;
import dev.mtm.jobs.Job;
import dev.mtm.jobs.JobServer;
import dev.mtm.jobs.Rhythm;
import dev.mtm.narrative.ClosedPeriods;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Mix;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.snapshot.SnapshotTaker;
import dev.mtm.snapshot.TimeRange;
import dev.mtm.sync.PlaySync;
import dev.mtm.web.Ground;
import dev.mtm.web.Site;
import dev.mtm.web.WebServer;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The server put together: the pages, then the jobs. Every request and every run of a job has an [App] of
/// its own.
final class Server implements Running {
    /// Late enough for a day to be heard, early enough to be tried again on it; so the last day of a month
    /// is among them.
    private static final LocalTime EVENING = LocalTime.of(20, 0);

    private static final LocalTime AT_NIGHT = LocalTime.of(4, 0);

    private static final LocalTime BEFORE_WAKING = LocalTime.of(5, 0);

    private static final List<LocalTime> EVERY_SIX_HOURS =
            List.of(LocalTime.MIDNIGHT, LocalTime.of(6, 0), LocalTime.NOON, LocalTime.of(18, 0));

    /// What services are asked in one run takes about so long, and no other job waits much longer for it.
    private static final Duration TURN = Duration.ofSeconds(30);

    /// From one run to the next as long as there is more to ask.
    private static final Duration BETWEEN_TURNS = Duration.ofMinutes(5);

    private final WebServer pages;
    private final JobServer jobs;
    private boolean closed;

    private Server(WebServer pages, JobServer jobs) {
        this.pages = pages;
        this.jobs = jobs;
    }

    /// Starts it. Where the port is taken, no job has begun.
    static Server start(
            Supplier<App> open,
            Site site,
            AccessFile access,
            Path arrivals,
            @Nullable Covers covers,
            boolean log,
            Clock clock,
            PrintWriter err) {
        WebServer pages = WebServer.start(new Ground(
                site,
                access,
                arrivals,
                covers,
                clock,
                () -> library(open),
                () -> with(open, App::overview),
                () -> with(open, App::health),
                ServerLog::tell,
                log ? ServerLog::print : line -> {}));
        try {
            ServerLog.open(err, clock);
            JobServer jobs = JobServer.start(
                    () -> with(open, App::separate), jobs(open), clock, JobServer.Tempo.USUAL, ServerLog::tell);
            return new Server(pages, jobs);
        } catch (RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    @Override
    public URI address() {
        return pages.address();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            pages.close();
            jobs.close();
        }
    }

    /// What a page works with: the store that is there. None is made for a reader.
    private static App library(Supplier<App> open) {
        App app = open.get();
        try {
            app.requireStore();
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private static <T> T with(Supplier<App> open, Function<App, T> work) {
        try (App app = open.get()) {
            return work.apply(app);
        }
    }

    /// What the server does by itself.
    private static List<Job> jobs(Supplier<App> open) {
        Supplier<ZoneId> zone = () -> with(open, App::zone);
        List<Job> jobs = new ArrayList<>(List.of(
                sync(() -> with(open, app -> app.listener().known().last()), () -> with(open, Server::sync)),
                snapshot(zone, () -> with(open, Server::snapshot)),
                enrich(limit -> with(open, app -> enrich(app, limit))),
                analyses(zone, () -> with(open, Server::freeze)),
                new Job("backup", Rhythm.daily(AT_NIGHT, zone), () -> with(open, Server::backUp)),
                new Job("drill", Rhythm.monthly(AT_NIGHT.plusHours(1), zone), () -> with(open, Server::drill)),
                new Job("upkeep", Rhythm.daily(AT_NIGHT.plusMinutes(30), zone), () -> with(open, Server::keepUp))));
        with(open, App::managedByItself)
                .forEach(playlist -> jobs.add(managed(
                        playlist, zone, () -> with(open, app -> rebuild(app.managedPlaylists(), playlist)))));
        return List.copyOf(jobs);
    }

    /// @param lastPlay when the last known play started; empty when there is none
    static Job sync(Supplier<Optional<Instant>> lastPlay, Job.Work work) {
        return new Job("sync", Rhythm.followingPlays(lastPlay), work);
    }

    static Job snapshot(Supplier<ZoneId> zone, Job.Work work) {
        return new Job("snapshot", Rhythm.daily(EVENING, zone), work);
    }

    static Job analyses(Supplier<ZoneId> zone, Job.Work work) {
        return new Job(
                "analyses", Rhythm.daily(BEFORE_WAKING.plusMinutes(30), zone).unhurried(), work);
    }

    static Job managed(Managed playlist, Supplier<ZoneId> zone, Job.Work work) {
        return new Job(
                playlist.word() + " playlist",
                switch (playlist) {
                    case SIX_HOUR -> Rhythm.atTimes(EVERY_SIX_HOURS, zone);
                    case DAILY -> Rhythm.daily(BEFORE_WAKING, zone);
                },
                work);
    }

    static String rebuild(ManagedPlaylists playlists, Managed playlist) {
        Mix mix = playlists.compose(playlist);
        if (mix.picks().isEmpty()) {
            return "no track fits that was not in it lately; it stays as it is";
        }
        int tracks = playlists.publish(mix).tracks();
        return mix.theme() + ": " + tracks + (tracks == 1 ? " track" : " tracks");
    }

    private static String sync(App app) {
        PlaySync.Synced synced = app.playSync().run();
        String told = synced.plays() == 0
                ? "nothing new"
                : synced.plays() + (synced.plays() == 1 ? " new play" : " new plays");
        if (synced.gap() != null) {
            told += "; plays before " + synced.gap().last() + " were forgotten, `mtm status` says since when";
        }
        return synced.skipped() == 0 ? told : told + "; " + synced.skipped() + " left out, without track or time";
    }

    private static String snapshot(App app) {
        SnapshotTaker.Taken taken =
                app.snapshotTaker().take(EnumSet.allOf(TimeRange.class), app.today(), app.now(), false);
        String told = taken.kept().isEmpty() && !taken.known().isEmpty()
                ? "the top lists of today were kept already"
                : taken.kept().size() + (taken.kept().size() == 1 ? " top list kept" : " top lists kept");
        int leftOut =
                taken.leftOut().values().stream().mapToInt(Integer::intValue).sum();
        return leftOut == 0 ? told : told + "; " + leftOut + " places without a track left out";
    }

    /// @param run asks until its time is over
    static Job enrich(Function<Enrichments.Limit, List<Enrichments.Ran>> run) {
        AtomicBoolean more = new AtomicBoolean();
        return new Job(
                "enrich",
                Rhythm.inTurns(more::get, BETWEEN_TURNS, Duration.ofHours(1)).unhurried(),
                () -> {
                    more.set(false);
                    List<Enrichments.Ran> ran = run.apply(new Enrichments.Limit(Integer.MAX_VALUE, TURN));
                    more.set(ran.stream().anyMatch(one -> one.stop() == null && one.left() > 0));
                    return told(ran);
                });
    }

    static List<Enrichments.Ran> enrich(App app, Enrichments.Limit limit) {
        Enrichments enrichments = app.enrichments();
        return enrichments.run(enrichments.kinds(), limit, (title, done, total) -> {});
    }

    private static String told(List<Enrichments.Ran> ran) {
        if (ran.stream().allMatch(one -> one.stop() != null && one.stop().obstacle())) {
            throw new MtmException(
                    ErrorCode.SIGN_IN,
                    "nobody may be asked what your music is",
                    "enrich",
                    "`mtm enrich` shows what is in the way of each service.");
        }
        String told = ran.stream().flatMap(one -> told(one).stream()).collect(Collectors.joining("; "));
        return told.isEmpty() ? "nothing to ask" : told;
    }

    private static Optional<String> told(Enrichments.Ran one) {
        int asked = one.found() + one.missing() + one.failed();
        Enrichments.Stop stop = one.stop();
        String stopped =
                stop == null || stop.obstacle() ? "" : ", as " + one.source() + " was left alone: " + stop.why();
        if (asked == 0 && stopped.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(one.found() + " of " + asked + " " + one.title() + ", " + one.left() + " left" + stopped);
    }

    private static String freeze(App app) {
        return freeze(app.closedPeriods(), app.listener().firstDay(), app.today());
    }

    /// @param first the day of the first listen; empty where there is none
    static String freeze(ClosedPeriods periods, Optional<LocalDate> first, LocalDate today) {
        if (first.isEmpty()) {
            return "nothing was heard yet";
        }
        ClosedPeriods.Frozen frozen = periods.freeze(first.get(), today, TURN);
        if (frozen.titles().isEmpty()) {
            return "nothing has ended since the last one";
        }
        return String.join(", ", frozen.titles())
                + (frozen.left() == 0 ? "" : "; " + frozen.left() + " more tomorrow")
                + (frozen.why() == null ? "" : "; told by the program itself: " + frozen.why());
    }

    private static String backUp(App app) {
        Backups.Made made = app.backups().make();
        return made.file().path().getFileName() + ", opened again"
                + (made.removed().isEmpty() ? "" : "; " + made.removed().size() + " older no longer kept");
    }

    private static String drill(App app) {
        Drill.Result result = app.drill().run();
        String file = String.valueOf(result.backup().path().getFileName());
        if (!result.passed()) {
            throw new MtmException(
                    ErrorCode.CHECK_FAILED,
                    "the newest backup answers otherwise than the store: " + String.join(", ", result.differing()),
                    file,
                    "Run `mtm doctor`, then `mtm backup` and `mtm backup drill`.");
        }
        return file + " can be restored and answers as the store does";
    }

    private static String keepUp(App app) {
        app.refreshStatistics();
        return "the statistics for planning queries are fresh";
    }
}
