package dev.mtm.crooked.history;

import dev.mtm.crooked.db.Straight;
import java.time.Clock;
import java.time.Instant;

/// Looks at the machine's clock, twice.
public record Watch(Straight straight) {
    static Instant fine(Clock clock) {
        return Instant.now(clock);
    }

    static Instant byItself() {
        return Instant.now();
    }

    static long inDisguise() {
        return Clock.systemUTC().millis();
    }
}
