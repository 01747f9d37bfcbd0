package dev.mtm.demo;

import dev.mtm.demo.Item.Track;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plays items and decides how each play begins and ends. Why a play begins follows from how the one before ended.
final class Player {
    private static final double LONG_MILLIS = 30_000;
    private static final List<String> OPENINGS = List.of("clickrow", "clickrow", "playbtn", "appload", "remote");
    private static final List<String> CLOSINGS =
            List.of("endplay", "endplay", "logout", "unexpected-exit", "unexpected-exit-while-paused");

    /// How likely something is left within half a minute.
    enum Patience {
        GREAT(0.02),
        GOOD(0.06),
        USUAL(0.19);

        private final double skip;

        Patience(double skip) {
            this.skip = skip;
        }
    }

    /// How a play ends.
    private enum Ending {
        FINISHED,
        SKIPPED_SOON,
        SKIPPED_LATE,
        REPLACED,
        RESTARTED,
        FAILED,
        STOPPED
    }

    private final Chance chance;
    private final boolean hurried;
    private String nextReason = "clickrow";
    private boolean searching;
    private @Nullable Item restarted;

    /// @param hurried whether there is no time for pauses
    Player(Chance chance, boolean hurried) {
        this.chance = chance;
        this.hurried = hurried;
    }

    /// Begins a session.
    void open() {
        nextReason = chance.of(OPENINGS);
        searching = false;
        restarted = null;
    }

    /// What the listener started again from the beginning, if the last play ended so.
    Optional<Item> findRestarted() {
        return Optional.ofNullable(restarted);
    }

    /// One play.
    ///
    /// @param free when the play before stopped, in whole seconds
    /// @param closing whether it is the last of its session
    Play play(Session session, Item item, Instant free, Patience patience, boolean closing) {
        Ending ending = ending(patience, closing);
        String startReason = item instanceof Track ? nextReason : "clickrow";
        String endReason = endReason(ending);
        Duration heard = Duration.ofMillis(heardMillis(item.length().toMillis(), ending));
        Duration waiting = pause(startReason.equals("clickrow") ? 0.8 : 0, 800, 25_000);
        Duration playing = heard.plus(pause(0.025, 5_000, 1_500_000));
        Instant stop = wholeSecond(free.plus(waiting).plus(playing));
        searching = ending == Ending.SKIPPED_SOON;
        restarted = ending == Ending.RESTARTED ? item : null;
        nextReason = endReason.equals("endplay") ? "clickrow" : endReason;
        return new Play(session, item, stop.minus(playing), stop, heard, startReason, endReason);
    }

    private Ending ending(Patience patience, boolean closing) {
        // Who has just skipped is looking for something and goes on skipping.
        if (chance.happens(searching && patience == Patience.USUAL ? 0.45 : patience.skip)) {
            return Ending.SKIPPED_SOON;
        }
        if (closing && chance.happens(0.5)) {
            return Ending.STOPPED;
        }
        return switch (chance.weighted(900, 45, 45, 9, 1)) {
            case 0 -> Ending.FINISHED;
            case 1 -> Ending.SKIPPED_LATE;
            case 2 -> Ending.REPLACED;
            case 3 -> closing ? Ending.FINISHED : Ending.RESTARTED;
            default -> Ending.FAILED;
        };
    }

    private String endReason(Ending ending) {
        return switch (ending) {
            case FINISHED -> "trackdone";
            case SKIPPED_SOON, SKIPPED_LATE -> "fwdbtn";
            case REPLACED -> "endplay";
            case RESTARTED -> "backbtn";
            case FAILED -> "trackerror";
            case STOPPED -> chance.of(CLOSINGS);
        };
    }

    private long heardMillis(long length, Ending ending) {
        return switch (ending) {
            case FINISHED -> length - (chance.happens(0.3) ? chance.below(900) : 0);
            case SKIPPED_SOON -> chance.happens(0.05) ? 0 : (long) chance.logEven(400, LONG_MILLIS);
            case RESTARTED -> (long) chance.logEven(1_000, length);
            case FAILED -> 0;
            case SKIPPED_LATE, REPLACED, STOPPED -> (long) (LONG_MILLIS + (length - LONG_MILLIS) * chance.unit());
        };
    }

    private Duration pause(double probability, double leastMillis, double mostMillis) {
        return hurried || !chance.happens(probability)
                ? Duration.ZERO
                : Duration.ofMillis((long) chance.logEven(leastMillis, mostMillis));
    }

    private static Instant wholeSecond(Instant instant) {
        Instant below = instant.truncatedTo(ChronoUnit.SECONDS);
        return below.equals(instant) ? below : below.plusSeconds(1);
    }
}
