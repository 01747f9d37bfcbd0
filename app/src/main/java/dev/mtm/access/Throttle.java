package dev.mtm.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slows down who tries passwords: after some tries that are free, each waits twice as long as the one before, for each
/// address and for all of them together. A try counts as failed until it is known to be right, so that many at once do
/// not slip through.
public final class Throttle {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /// Strangers must not keep the listener out for long.
    private static final int FREE_FOR_ALL = 30;

    private static final Duration LONGEST_FOR_ALL = Duration.ofSeconds(30);

    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Tries> byAddress = new LinkedHashMap<>();
    private Tries all = new Tries(0, Instant.EPOCH, Instant.EPOCH);

    public Throttle(Clock clock) {
        this.clock = clock;
    }

    /// @param last  when the last one was
    /// @param until when the next one may be
    private record Tries(int failed, Instant last, Instant until) {
        Tries andOne(Instant now, int free, Duration longest) {
            int count = last.plus(FORGOTTEN).isBefore(now) ? 1 : failed + 1;
            Duration pause = count < free
                    ? Duration.ZERO
                    : Duration.ofSeconds(Math.min(longest.toSeconds(), 1L << Math.min(count - free, 30)));
            return new Tries(count, now, now.plus(pause));
        }
    }

    /// A try begins; it has failed until [#succeeded] says otherwise.
    ///
    /// @return how long to wait before a try; zero: this one may be made
    public synchronized Duration enter(String address) {
        Instant now = clock.instant();
        String key = network(address);
        Tries mine = byAddress.getOrDefault(key, new Tries(0, Instant.EPOCH, Instant.EPOCH));
        Instant until = mine.until().isAfter(all.until()) ? mine.until() : all.until();
        if (until.isAfter(now)) {
            return Duration.between(now, until);
        }
        if (byAddress.size() >= MOST && !byAddress.containsKey(key)) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        byAddress.remove(key);
        byAddress.put(key, mine.andOne(now, FREE, LONGEST));
        all = all.andOne(now, FREE_FOR_ALL, LONGEST_FOR_ALL);
        return Duration.ZERO;
    }

    /// The try of this address was right: what failed before is forgotten.
    public synchronized void succeeded(String address) {
        @Nullable Tries mine = byAddress.remove(network(address));
        all = new Tries(Math.max(0, all.failed() - (mine == null ? 1 : mine.failed())), all.last(), Instant.EPOCH);
    }

    /// Who has one address of IPv6 has the whole network of the last 64 bits.
    private static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length < 8 ? address : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }
}
