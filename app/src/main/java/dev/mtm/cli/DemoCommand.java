package dev.mtm.cli;

import dev.mtm.demo.DemoLife;
import dev.mtm.demo.Shape;
import dev.mtm.demo.Summary;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.question.Answer;
import dev.mtm.question.Parameter;
import dev.mtm.render.BarChart;
import dev.mtm.render.TextTable;
import dev.mtm.render.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `mtm demo`
@Command(
        name = "demo",
        header = "See everything on a made-up listening life, in a store of its own.",
        description = {
            "",
            "Makes export files as Spotify would mail them, for ten years of someone who does not exist, imports them like"
                    + " any other, and shows what can be asked. Running it again replaces nothing and adds what is new."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int WIDEST = 100;
    private static final String GEMS = "8";

    @ParentCommand
    private @Nullable Mtm mtm;

    @Option(names = "--until", paramLabel = "DATE", description = "The last day of that life. Default: yesterday.")
    private @Nullable String until;

    /// Says of the store what holds here: the demo has one of its own.
    static void nameItsStore(CommandSpec demo) {
        OptionSpec inherited = demo.findOption("--db");
        demo.remove(inherited);
        demo.addOption(OptionSpec.builder(inherited)
                .description("The store: a SQLite file or postgresql://USER@HOST:PORT/DATABASE. Default: demo.db in the"
                        + " data folder, whatever MTM_DB and the settings file say.")
                .build());
    }

    @Override
    public Integer call() throws IOException {
        Mtm mtm = Objects.requireNonNull(this.mtm);
        House house = mtm.house();
        house.chooseDemo();
        mtm.backUpFirst();
        LocalDate today = house.today();
        LocalDate last = until == null ? today.minusDays(1) : Parameter.day("--until", until, today);
        Path folder = Files.createTempDirectory("mtm-demo");
        Path zip = folder.resolve("my_spotify_data.zip");
        try {
            Summary life = DemoLife.of(Shape.tenYearsUntil(last)).writeTo(zip);
            mtm.out()
                    .println("A made-up life of " + Wording.grouped(life.plays()) + " plays in " + life.files()
                            + " files, by nobody; no artist in it exists.");
            mtm.out().println();
            ImportReport report;
            try (ProgressLine progress = new ProgressLine(mtm.terminal())) {
                report = house.importer().run(List.of(zip), new Importer.Options(null, false), progress);
            }
            mtm.out().print(ImportText.table(report.files(), report.total()));
            mtm.out().println();
        } finally {
            Files.deleteIfExists(zip);
            Files.deleteIfExists(folder);
        }
        today = last.plusDays(1);
        house.snapshots().rebuild(today);
        TextTable table = new TextTable(
                new Wording(house.listener().zone().id()),
                Math.min(mtm.terminal().width(), WIDEST),
                mtm.terminal().interactive());
        mtm.out().println(table.text(ask(house, "forgotten-gems", Map.of("limit", GEMS), today)));
        mtm.out().println(table.text(ask(house, "totals", Map.of(), today)));
        Answer months = ask(
                house,
                "listens-by-month",
                Map.of("from", today.minusMonths(12).withDayOfMonth(1).toString()),
                today);
        new BarChart(
                        new Wording(house.listener().zone().id()),
                        Math.min(mtm.terminal().width(), WIDEST))
                .text(months)
                .ifPresent(mtm.out()::println);
        mtm.out().print(next(house));
        mtm.out().flush();
        return 0;
    }

    private static Answer ask(House house, String question, Map<String, String> given, LocalDate today) {
        return house.asker().ask(house.questions().named(question), given, today);
    }

    private static String next(House house) {
        String db = "--db " + house.shownStore();
        return """
            Try next:
              ./mtm ask %1$s
              ./mtm ask gems-by-plays %1$s
              ./mtm ask top-artists --limit 10 %1$s
              ./mtm ask totals --as-of 2020-06-30 %1$s
            The first lists all that can be asked. Your own history: ./mtm import ~/Downloads/my_spotify_data.zip
            """.formatted(db);
    }
}
