package dev.mtm.app;

import org.jspecify.annotations.NullMarked;

/// How often a program is killed. `MTM_TRIALS=10 ./verify -Dtest='*Crash*,MoveTest'` kills ten times as often as usual:
/// for a night.
@NullMarked
final class Trials {
    private Trials() {}

    static int number(int usual) {
        String times = System.getenv("MTM_TRIALS");
        return times == null ? usual : usual * Integer.parseInt(times);
    }
}
