package dev.mtm.fakes.spotify;

import dev.mtm.fakes.service.FakeClock;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// Starts a fake Spotify to try things by hand; it ends with the process.
public final class Main {
    private static final String USAGE = """
            usage: ./dev fake-spotify [--port N] [--shape new|old] [--consent ask|grant|deny] [--quota N] [--now INSTANT]

            Plays accounts.spotify.com and api.spotify.com on 127.0.0.1, port 8764 unless told otherwise, with two listeners who have played for two years
            and will for another. Its clock runs; --now sets it (2026-03-01T12:00:00Z).
            """;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return;
        }
        try {
            FakeSpotify fake = started(arguments);
            tell(fake, out);
        } catch (IllegalArgumentException | DateTimeException e) {
            System.err.println("fake-spotify: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("fake-spotify: cannot listen: " + e.getMessage() + ". Give another --port.");
            System.exit(69);
        }
        Thread.currentThread().join();
    }

    private static FakeSpotify started(String[] arguments) throws IOException {
        int port = 8764; // beside that of `mtm serve`
        FieldShape shape = FieldShape.NEW;
        Consent consent = Consent.ASK;
        Integer quota = 1_000;
        Clock machine = Clock.systemUTC();
        Instant now = machine.instant();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("no value for " + arguments[i]);
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--port" -> port = Integer.parseInt(value);
                case "--shape" -> shape = FieldShape.valueOf(value.toUpperCase(Locale.ROOT));
                case "--consent" -> consent = Consent.valueOf(value.toUpperCase(Locale.ROOT));
                case "--quota" -> quota = Integer.valueOf(value);
                case "--now" -> now = Instant.parse(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        FakeSpotify fake = FakeSpotify.start(FakeClock.running(machine, now), port);
        fake.shape(shape);
        fake.consent(consent);
        fake.quota(quota);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        fake.addUser("mira", "Mira Example", today.minusYears(2), today.plusYears(1));
        fake.addUser("tobi", "Tobi Example", today.minusYears(2), today.plusYears(1));
        return fake;
    }

    private static void tell(FakeSpotify fake, PrintStream out) {
        out.printf("""
                A fake Spotify listens. Point the program at it:

                    export MTM_SPOTIFY_ACCOUNTS_URL=%s
                    export MTM_SPOTIFY_API_URL=%s
                    export MTM_SPOTIFY_CLIENT_ID=%s

                Steer it (see Control.java), for example an hour on, or two refused calls:

                    curl -d '{"advance":"PT1H"}' %s/_fake/clock
                    curl -d '{"fault":"quota","times":2,"seconds":3600}' %1$s/_fake/faults

                Ctrl-C ends it.
                """, fake.accounts(), fake.api(), FakeSpotify.APP.clientId(), fake.accounts());
    }
}
