package dev.mtm.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm serve [--port PORT] [--host ADDRESS]`
@Command(
        name = "serve",
        header = "Keep running: do what is due by itself, and show how things stand on a page.",
        description = {
            "",
            "Signed in at Spotify, it fetches plays every ten minutes while you listen, every thirty otherwise, and keeps the"
                    + " top lists of each day. It makes a backup every day, tries the newest one out every month and keeps"
                    + " the store in order. What was due while no server ran is done once, at the start. The page tells how"
                    + " each job went and when it is due again.",
            "",
            "Without a password only this machine is served, and needs none. Where others can reach the pages, set one first:"
                    + " `mtm password`. Ctrl-C stops it (exit status 130), and so does SIGTERM"
                    + " (143). A job that runs then has some seconds to end; after that it is cut off, and the next server"
                    + " does it again."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen; 0 takes any free one. Default: the setting port, or 8765.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address of this machine to listen on. Default: the setting host, or 127.0.0.1.")
    private @Nullable String host;

    @Override
    public Integer call() throws InterruptedException {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        CountDownLatch ended = new CountDownLatch(1);
        try (Running server = mtm.house().serve(host, port)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                server.close();
                                ended.countDown();
                            },
                            "mtm-end"));
            mtm.out().println("Serving " + mtm.house().shownStore() + " at " + server.address() + " (Ctrl-C stops)");
            mtm.out().flush();
            mtm.house()
                    .signIn()
                    .obstacle()
                    .ifPresent(trouble -> Troubles.tell(trouble, mtm.terminal().err()));
            ended.await();
        }
        return 0;
    }
}
