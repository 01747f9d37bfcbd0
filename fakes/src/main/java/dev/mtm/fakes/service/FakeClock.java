package dev.mtm.fakes.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time as the fake service sees it, in UTC. It stands still or runs, and can be moved at will, also back.
/// Safe for use by several threads.
public final class FakeClock extends Clock {
    private final Clock source;
    private Duration ahead = Duration.ZERO;

    private FakeClock(Clock source) {
        this.source = source;
    }

    /// A clock that moves only when it is told to.
    public static FakeClock standingAt(Instant instant) {
        return new FakeClock(fixed(instant, ZoneOffset.UTC));
    }

    /// A clock that runs with another one and shows `instant` now.
    public static FakeClock running(Clock source, Instant instant) {
        FakeClock clock = new FakeClock(source);
        clock.moveTo(instant);
        return clock;
    }

    @Override
    public synchronized Instant instant() {
        return source.instant().plus(ahead);
    }

    public synchronized void advance(Duration duration) {
        ahead = ahead.plus(duration);
    }

    public synchronized void moveTo(Instant instant) {
        ahead = Duration.between(source.instant(), instant);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the fake service lives in UTC");
    }
}
