package dev.mtm.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Where measurements start: `bench/run WHAT …`.
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        List<String> words = Arrays.asList(arguments);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        switch (words.isEmpty() ? "" : words.getFirst()) {
            case "import" -> ImportRate.measure(rest);
            case "questions" -> QuestionTimes.measure(rest);
            case "pages" -> PageTimes.measure(rest);
            case "start" -> StartTimes.measure(rest);
            case "one" -> OneRun.main(rest);
            default -> {
                System.err.println("bench/run import | questions | pages | start | jmh: see bench/README.md");
                System.exit(2);
            }
        }
    }
}
