package dev.mtm.demo;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Spreads the plays of a life over its days: weekends, holidays, journeys, silent days, better and worse years.
final class Days {
    private static final double[] BY_WEEKDAY = {0.95, 0.95, 1, 1, 1.2, 1.3, 1.05};
    private static final double[] BY_MONTH = {1.1, 1.05, 1, 0.97, 0.95, 0.93, 0.9, 0.9, 1, 1.05, 1.1, 1.05};

    private final Shape shape;
    private final Chance chance;
    private final Place home;
    private final Map<LocalDate, Place> journeys = new HashMap<>();
    private final Map<LocalDate, Double> quiet = new HashMap<>();

    private Days(Shape shape, Chance chance) {
        this.shape = shape;
        this.chance = chance;
        home = Place.home(shape.zone());
    }

    /// All days of a life in order; their plays sum up to those of the shape.
    static List<Day> of(Shape shape, Chance chance) {
        Days days = new Days(shape, chance);
        for (int year = shape.firstDay().getYear(); year <= shape.lastDay().getYear(); year++) {
            days.holidays(year);
        }
        return days.spread();
    }

    private void holidays(int year) {
        LocalDate summer = LocalDate.of(year, Month.JULY, 1).plusDays(chance.below(45));
        rest(summer, chance.between(9, 16), 0.12, chance.happens(0.7));
        LocalDate spring = LocalDate.of(year, Month.MARCH, 20).plusDays(chance.below(60));
        rest(spring, chance.between(3, 6), 0.8, chance.happens(0.6));
        LocalDate autumn = LocalDate.of(year, Month.OCTOBER, 1).plusDays(chance.below(40));
        rest(autumn, chance.between(3, 5), 0.7, chance.happens(0.5));
        rest(LocalDate.of(year, Month.DECEMBER, 23), chance.between(4, 9), 0.35, false);
    }

    private void rest(LocalDate start, int length, double share, boolean away) {
        Place place = away ? Place.abroad(chance, home) : home;
        for (int day = 0; day < length; day++) {
            quiet.put(start.plusDays(day), share);
            journeys.put(start.plusDays(day), place);
        }
    }

    private List<Day> spread() {
        List<LocalDate> dates =
                shape.firstDay().datesUntil(shape.lastDay().plusDays(1)).toList();
        double[] weights = weights(dates);
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        List<Day> days = new ArrayList<>(dates.size());
        double due = 0;
        long given = 0;
        for (int index = 0; index < weights.length; index++) {
            LocalDate date = dates.get(index);
            due += weights[index] / sum * shape.plays();
            int plays = Math.toIntExact(Math.round(due) - given);
            given += plays;
            Place place = journeys.getOrDefault(date, home);
            days.add(new Day(date, place.zone(), place.country(), !place.equals(home), plays));
        }
        return days;
    }

    private double[] weights(List<LocalDate> dates) {
        // Who listens for most of the day has little room for better days.
        double freedom = Math.clamp(1.15 - Pace.load(shape) * 1.6, 0.05, 1);
        double[] weights = new double[dates.size()];
        double mood = 1;
        for (int index = 0; index < weights.length; index++) {
            LocalDate date = dates.get(index);
            if (date.getDayOfMonth() == 1) {
                mood = 1 + (mood - 1) * 0.75 + 0.12 * chance.bell();
            }
            double weight = BY_WEEKDAY[date.getDayOfWeek().getValue() - 1]
                    * BY_MONTH[date.getMonthValue() - 1]
                    * quiet.getOrDefault(date, 1.0)
                    * Math.max(mood, 0.4)
                    * StrictMath.exp(0.45 * chance.bell());
            boolean silent = chance.happens(0.03 * freedom * freedom);
            weights[index] = silent ? 0 : StrictMath.pow(weight, freedom);
        }
        weights[weights.length - 1] = Math.max(weights[weights.length - 1], 0.3);
        return weights;
    }
}
