package dev.mtm.fakes.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Starts a fake language model to try things by hand; it ends with the process.
public final class Main {
    private static final String USAGE = """
            usage: ./dev fake-model [--port N] [--mood MOOD]

            Answers as a model server does on 127.0.0.1, port 8766 unless told otherwise, in one of these moods:
            %s
            """.formatted(moods());

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            int port = 8766; // beside that of `mtm serve`
            Mood mood = Mood.GOOD;
            for (int i = 0; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException("no value for " + arguments[i]);
                }
                switch (arguments[i]) {
                    case "--port" -> port = Integer.parseInt(arguments[i + 1]);
                    case "--mood" -> mood = Mood.valueOf(arguments[i + 1].toUpperCase(Locale.ROOT));
                    default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
                }
            }
            FakeModel fake = FakeModel.start(port, mood);
            System.out.printf("""
                    A fake language model listens, %s. Point the program at it:

                        export MTM_MODEL_URL=%s
                        export MTM_MODEL=%s

                    Ctrl-C ends it.
                    """, mood.name().toLowerCase(Locale.ROOT), fake.base(), FakeModel.NAME);
        } catch (IllegalArgumentException e) {
            System.err.println("fake-model: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("fake-model: cannot listen: " + e.getMessage() + ". Give another --port.");
            System.exit(69);
        }
        Thread.currentThread().join();
    }

    private static String moods() {
        return String.join(
                ", ",
                Arrays.stream(Mood.values())
                        .map(mood -> mood.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
