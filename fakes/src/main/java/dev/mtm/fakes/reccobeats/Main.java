package dev.mtm.fakes.reccobeats;

import dev.mtm.fakes.service.FakeClock;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/// Starts a fake ReccoBeats to try things by hand; it ends with the process.
public final class Main {
    private static final String USAGE = """
            usage: ./dev fake-reccobeats [--port N]

            Plays api.reccobeats.com on 127.0.0.1, port 8766 unless told otherwise. It knows two in three of all tracks.
            """;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return;
        }
        try {
            int port = port(arguments);
            Clock machine = Clock.systemUTC();
            FakeReccoBeats fake = FakeReccoBeats.start(FakeClock.running(machine, machine.instant()), port, true);
            out.printf("""
                    A fake ReccoBeats listens. Point the program at it:

                        export MTM_ENRICH_RECCOBEATS=on
                        export MTM_RECCOBEATS_URL=%s

                    Steer it (see service/Control.java), for example to ask for a minute of rest:

                        curl -d '{"fault":"rate","seconds":60}' %s/_fake/faults

                    Ctrl-C ends it.
                    """, fake.api(), fake.address());
        } catch (IllegalArgumentException e) {
            System.err.println("fake-reccobeats: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("fake-reccobeats: cannot listen: " + e.getMessage() + ". Give another --port.");
            System.exit(69);
        }
        Thread.currentThread().join();
    }

    private static int port(String... arguments) {
        if (arguments.length == 0) {
            return 8766;
        }
        if (arguments.length != 2 || !arguments[0].equals("--port")) {
            throw new IllegalArgumentException("only --port N is understood");
        }
        return Integer.parseInt(arguments[1]);
    }
}
