package dev.mtm.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// When a job is due. A time that passed while no server ran makes it due once, however many such times there were.
@FunctionalInterface
public interface Rhythm {
    /// Between two looks at what is played, as long as something is.
    Duration WHILE_LISTENING = Duration.ofMinutes(10);

    /// The same, when nothing was played for an hour.
    Duration WHILE_IDLE = Duration.ofMinutes(30);

    /// When a job is due that was done at `done`.
    Instant after(Instant done);

    /// When a job is due that was never done: at once, unless the rhythm says otherwise.
    default Instant first(Instant now) {
        return now;
    }

    /// The same, for the first time when it would be due again: what can wait until everything else was done once.
    default Rhythm unhurried() {
        Rhythm usual = this;
        return new Rhythm() {
            @Override
            public Instant after(Instant done) {
                return usual.after(done);
            }

            @Override
            public Instant first(Instant now) {
                return usual.after(now);
            }
        };
    }

    /// Again after a while, and sooner where a run left something to do.
    static Rhythm inTurns(BooleanSupplier more, Duration between, Duration pause) {
        return done -> done.plus(more.getAsBoolean() ? between : pause);
    }

    /// Once a day on the listener's clock. Where the clock jumps over that time, it is due as much later.
    ///
    /// @param zone the listener's; looked up each time, so that a listener who moves has it from the next run on
    static Rhythm daily(LocalTime at, Supplier<ZoneId> zone) {
        return done -> {
            ZoneId here = zone.get();
            return next(done, LocalDate.ofInstant(done, here), day -> day.plusDays(1), at, here);
        };
    }

    /// At several times of each day on the listener's clock.
    ///
    /// @param zone as for a daily one
    static Rhythm atTimes(List<LocalTime> times, Supplier<ZoneId> zone) {
        return done -> times.stream()
                .map(at -> daily(at, zone).after(done))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// On the first day of each month on the listener's clock, for the first time in the next one.
    ///
    /// @param zone as for a daily one
    static Rhythm monthly(LocalTime at, Supplier<ZoneId> zone) {
        Rhythm monthly = done -> {
            ZoneId here = zone.get();
            LocalDate first = LocalDate.ofInstant(done, here).withDayOfMonth(1);
            return next(done, first, day -> day.plusMonths(1), at, here);
        };
        return monthly.unhurried();
    }

    /// Often while the listener listens, seldom while they do not.
    ///
    /// @param lastPlay when the last known play started; empty when there is none
    static Rhythm followingPlays(Supplier<Optional<Instant>> lastPlay) {
        return done -> {
            Instant anHourAgo = done.minus(1, ChronoUnit.HOURS);
            boolean listening = lastPlay.get().filter(anHourAgo::isBefore).isPresent();
            return done.plus(listening ? WHILE_LISTENING : WHILE_IDLE);
        };
    }

    private static Instant next(
            Instant done, LocalDate day, UnaryOperator<LocalDate> following, LocalTime at, ZoneId zone) {
        Instant candidate = day.atTime(at).atZone(zone).toInstant();
        return candidate.isAfter(done)
                ? candidate
                : following.apply(day).atTime(at).atZone(zone).toInstant();
    }
}
