package dev.mtm.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command `mtm` itself: what all others hang on.
@Command(
        name = "mtm",
        header = "Music Time Machine: a private, complete, fast memory of your listening.",
        synopsisSubcommandLabel = "COMMAND",
        descriptionHeading = "%n",
        description = {
            "Give it the zip that Spotify mailed you, then ask:",
            "",
            "  mtm import ~/Downloads/my_spotify_data.zip",
            "  mtm ask gems-by-plays",
            "",
            "No export at hand? `mtm demo` shows everything on a made-up listening life."
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = {
            "The store is a SQLite file of yours, or a PostgreSQL database; nothing of it is sent anywhere but what you publish.",
            "`mtm COMMAND --help` tells more about a command."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Mtm implements Runnable {
    /// Every command by its name, in the order of the help.
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    private final House house;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    /// @param house    what the commands work with
    /// @param terminal what they print on
    public Mtm(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    @Option(
            names = "--db",
            scope = ScopeType.INHERIT,
            paramLabel = "STORE",
            description =
                    "The store: a SQLite file or postgresql://USER@HOST:PORT/DATABASE. Default: MTM_DB, the settings"
                            + " file, or music.db in the data folder.")
    void choose(String db) {
        house.choose(db);
    }

    House house() {
        return house;
    }

    Terminal terminal() {
        return terminal;
    }

    PrintWriter out() {
        return terminal.out();
    }

    PrintWriter err() {
        return terminal.err();
    }

    /// Makes the backup that is due before a command changes the store, and says so.
    void backUpFirst() {
        house.backUpIfDue().ifPresent(made -> {
            err().println("Backup made first, as it was due: " + made.file().path());
            err().flush();
        });
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(out());
        }
    }

    /// The command line, ready to parse these arguments. Where they name a command, only that one is put together,
    /// which saves a good part of the start. A question's parameters are options of `ask`: it is looked up first.
    public CommandLine commandLine(String... arguments) {
        chooseEarly(arguments);
        CommandLine line = new CommandLine(this);
        String named = named(arguments);
        COMMANDS.forEach((name, command) -> {
            if (named.isEmpty() || named.equals(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        CommandLine ask = line.getSubcommands().get("ask");
        if (ask != null) {
            AskCommand.addParameters(ask, house.questions(), arguments);
        }
        CommandLine demo = line.getSubcommands().get("demo");
        if (demo != null) {
            DemoCommand.nameItsStore(demo.getCommandSpec());
        }
        CommandLine playlist = line.getSubcommands().get("playlist");
        if (playlist != null) {
            PlaylistCommand.addParameters(playlist, house.questions(), arguments);
        }
        line.setOut(out());
        line.setErr(err());
        line.setUsageHelpWidth(Math.clamp(terminal.width(), 60, 100));
        line.setParameterExceptionHandler(new Mistakes());
        line.setExecutionExceptionHandler(new Troubles());
        return line;
    }

    /// The command that the arguments name; empty when none. What follows `--db` is a store, whatever it is called.
    private static String named(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--db")) {
                i++;
            } else if (COMMANDS.containsKey(arguments[i])) {
                return arguments[i];
            }
        }
        return "";
    }

    /// The listener's own questions lie beside the store, so it must be known before the rest is parsed.
    private void chooseEarly(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--db=")) {
                choose(arguments[i].substring("--db=".length()));
            } else if (arguments[i].equals("--db") && i + 1 < arguments.length) {
                choose(arguments[i + 1]);
            }
        }
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("import", ImportCommand::new);
        commands.put("imports", ImportsCommand::new);
        commands.put("ask", AskCommand::new);
        commands.put("snapshot", SnapshotCommand::new);
        commands.put("analyse", AnalyseCommand::new);
        commands.put("analyses", AnalysesCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("summarise", SummariseCommand::new);
        commands.put("playlist", PlaylistCommand::new);
        commands.put("login", LoginCommand::new);
        commands.put("logout", LogoutCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("now-playing", NowPlayingCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("zone", ZoneCommand::new);
        commands.put("rebuild", RebuildCommand::new);
        commands.put("adopt", AdoptCommand::new);
        commands.put("move", MoveCommand::new);
        commands.put("migrate", MigrateCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("password", PasswordCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("doctor", DoctorCommand::new);
        return commands;
    }
}
