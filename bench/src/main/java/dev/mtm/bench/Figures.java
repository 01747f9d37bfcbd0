package dev.mtm.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Several readings of one thing.
final class Figures {
    private final List<Double> readings = new ArrayList<>();

    void add(double reading) {
        readings.add(reading);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(readings);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double least() {
        return Collections.min(readings);
    }

    /// Prints rows as a Markdown table, the first row as its head.
    static void print(List<List<String>> rows) {
        for (int i = 0; i < rows.size(); i++) {
            System.out.println("| " + String.join(" | ", rows.get(i)) + " |");
            if (i == 0) {
                System.out.println("|" + "---|".repeat(rows.getFirst().size()));
            }
        }
    }
}
