package dev.mtm.app;

import dev.mtm.db.TestStores;
import org.jspecify.annotations.NullMarked;

/// How often a program is killed: `./verify --nightly` sets `MTM_TRIALS`, how many times as often as usual.
@NullMarked
final class Trials {
    private Trials() {}

    static int number(int usual) {
        String times = System.getenv("MTM_TRIALS");
        return times == null ? usual : usual * Integer.parseInt(times);
    }

    /// Prints what `./verify` sums up.
    ///
    /// @param atWork how many of the killed were in the middle of their work
    static void told(String what, TestStores stores, int kills, int atWork) {
        System.out.printf("kills: %s on %s: %d, %d of them at work%n", what, stores, kills, atWork);
    }
}
