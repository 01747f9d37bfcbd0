package dev.mtm.demo;

/// How full the days of a life are.
final class Pace {
    private static final double SECONDS_PER_PLAY = 182;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double FULL = 0.78;

    private Pace() {}

    /// The share of the day that the plays would take at their usual length; more than 1 is impossible.
    static double load(Shape shape) {
        return shape.playsPerDay() * SECONDS_PER_PLAY / SECONDS_PER_DAY;
    }

    /// The share of their usual length that tracks must have to fit into the days, at most 1.
    static double of(Shape shape) {
        return Math.min(1, FULL / load(shape));
    }
}
