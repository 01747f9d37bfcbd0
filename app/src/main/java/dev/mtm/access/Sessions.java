package dev.mtm.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Browsers that are signed in. They are kept in memory, as hashes: a restart signs everyone out.
public final class Sessions {
    /// How long a session lives that nobody uses.
    public static final Duration IDLE = Duration.ofDays(7);

    /// How long a session lives.
    public static final Duration WHOLE = Duration.ofDays(30);

    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<String, Session> open = new LinkedHashMap<>();

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    private record Session(Instant since, Instant used, String mark) {}

    /// @param browser what the browser's cookie says from now on
    /// @param mark    the session ends when it is another one
    public synchronized void start(String browser, String mark) {
        Instant now = clock.instant();
        open.values().removeIf(session -> isOver(session, now));
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(Secret.hash(browser), new Session(now, now, mark));
    }

    public synchronized boolean isOpen(String browser, String mark) {
        String key = Secret.hash(browser);
        Session session = open.get(key);
        if (session == null) {
            return false;
        }
        Instant now = clock.instant();
        if (isOver(session, now) || !session.mark().equals(mark)) {
            open.remove(key);
            return false;
        }
        open.put(key, new Session(session.since(), now, mark));
        return true;
    }

    public synchronized void end(String browser) {
        open.remove(Secret.hash(browser));
    }

    private static boolean isOver(Session session, Instant now) {
        return !now.isBefore(session.since().plus(WHOLE))
                || !now.isBefore(session.used().plus(IDLE));
    }
}
