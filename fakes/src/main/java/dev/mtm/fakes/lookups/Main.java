package dev.mtm.fakes.lookups;

import dev.mtm.fakes.lyrics.FakeGenius;
import dev.mtm.fakes.lyrics.FakeLrclib;
import dev.mtm.fakes.service.FakeClock;
import dev.mtm.fakes.service.FakeServer;
import dev.mtm.fakes.tags.FakeLastFm;
import dev.mtm.fakes.tags.FakeListenBrainz;
import dev.mtm.fakes.tags.FakeMusicBrainz;
import dev.mtm.fakes.weather.FakeOpenMeteo;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/// Starts the services that are asked for lyrics, genres and weather, to try things by hand; they end with the process.
/// Lyrics, the genres of MusicBrainz and the weather are invented; the others know nothing.
public final class Main {
    private static final int FIRST_PORT = 8767;

    private static final String USAGE = """
            usage: ./dev fake-lookups [--port N]

            Plays LRCLIB, Genius, MusicBrainz, ListenBrainz, Last.fm and the archive of Open-Meteo on 127.0.0.1, on six ports from 8767 on unless told
            otherwise.
            """;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            out.print(USAGE);
            return;
        }
        if (!given.isEmpty()
                && (given.size() != 2
                        || !given.getFirst().equals("--port")
                        || !given.getLast().matches("\\d{1,5}"))) {
            System.err.println("fake-lookups: not understood: " + String.join(" ", given) + "\n\n" + USAGE);
            System.exit(2);
        }
        try {
            start(given.isEmpty() ? FIRST_PORT : Integer.parseInt(given.getLast()), out);
        } catch (IOException e) {
            System.err.println("fake-lookups: cannot listen: " + e.getMessage() + ". Give another --port.");
            System.exit(69);
        }
        Thread.currentThread().join();
    }

    private static void start(int port, PrintStream out) throws IOException {
        Clock machine = Clock.systemUTC();
        FakeClock clock = FakeClock.running(machine, machine.instant());
        out.printf("Six services listen. Point the program at them:%n%n");
        tell(out, "LRCLIB_URL", FakeServer.start(clock, port, base -> FakeLrclib.inventing()));
        tell(out, "GENIUS_URL", FakeServer.start(clock, port + 1, base -> new FakeGenius()));
        tell(out, "MUSICBRAINZ_URL", FakeServer.start(clock, port + 2, base -> FakeMusicBrainz.inventing()));
        tell(out, "LISTENBRAINZ_URL", FakeServer.start(clock, port + 3, base -> new FakeListenBrainz()));
        tell(out, "LASTFM_URL", FakeServer.start(clock, port + 4, base -> new FakeLastFm()));
        tell(out, "OPEN_METEO_URL", FakeServer.start(clock, port + 5, base -> new FakeOpenMeteo(clock)));
        out.printf("""
                    export MTM_ENRICH_LRCLIB=on MTM_ENRICH_MUSICBRAINZ=on MTM_CONTACT=me@example.org MTM_ENRICH_OPEN_METEO=on
                    export MTM_GENIUS_TOKEN=%s
                    export MTM_LISTENBRAINZ_TOKEN=%s
                    export MTM_LASTFM_KEY=%s

                Each is steered as the fake Spotify is, for example:

                    curl -d '{"fault":"rate","times":2,"seconds":60}' http://127.0.0.1:%d/_fake/faults

                Ctrl-C ends them.
                """, FakeGenius.TOKEN, FakeListenBrainz.TOKEN, FakeLastFm.KEY, port);
    }

    private static void tell(PrintStream out, String setting, FakeServer server) {
        URI address = server.address();
        out.printf("    export MTM_%s=%s%n", setting, address);
    }
}
