package dev.mtm.cli;

import dev.mtm.account.SignIn;
import dev.mtm.playlist.Composition;
import dev.mtm.playlist.Difference;
import dev.mtm.playlist.Playlists;
import dev.mtm.playlist.Publication;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Playlist;
import dev.mtm.question.Question;
import dev.mtm.question.Questions;
import dev.mtm.question.TrackName;
import dev.mtm.render.TextTable;
import dev.mtm.render.Wording;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `mtm playlist list`, `preview NAME`, `publish NAME`, `history NAME`
@Command(
        name = "playlist",
        header = "Private playlists at Spotify, made of the answers to questions.",
        description = {
            "",
            "A playlist is named after its question, and takes the question's parameters as options: `mtm playlist preview"
                    + " gems-by-plays --limit 40`. Publishing needs a sign-in; the rest does not."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PlaylistCommand.Preview.class, PlaylistCommand.Publish.class},
        mixinStandardHelpOptions = true)
final class PlaylistCommand {
    private static final String NAME_MEANS =
            "The question that the playlist is made of; `mtm playlist list` shows them.";

    @ParentCommand
    private @Nullable Mtm mtm;

    /// Gives `preview` and `publish` an option for each parameter of the question among the arguments, if there is one.
    static void addParameters(CommandLine playlist, Questions questions, String... arguments) {
        int at = Arrays.asList(arguments).indexOf("playlist");
        if (at < 0) {
            return;
        }
        Arrays.stream(arguments)
                .skip(at + 1L)
                .filter(questions.names()::contains)
                .findFirst()
                .map(questions::named)
                .ifPresent(question -> {
                    Map<String, String> presets =
                            question.playlist().map(Playlist::presets).orElse(Map.of());
                    for (String name : List.of("preview", "publish")) {
                        CommandLine command =
                                Objects.requireNonNull(playlist.getSubcommands().get(name));
                        QuestionOptions.add(command.getCommandSpec(), question, presets);
                    }
                });
    }

    private Mtm mtm() {
        return Objects.requireNonNull(mtm);
    }

    @Command(
            name = "list",
            header = "The playlists that can be made, and those that were published.",
            mixinStandardHelpOptions = true)
    int list() {
        List<Publication> history = mtm().house().playlists().history();
        Sheetlet sheet = new Sheetlet("name", "playlist", "published (UTC)", "tracks");
        for (Question question : mtm().house().questions().all()) {
            Playlist playlist = question.playlist().orElse(null);
            if (playlist == null) {
                continue;
            }
            List<Publication> latest = history.stream()
                    .filter(publication -> publication.isOf(question.name()))
                    .filter(publication -> history.stream()
                            .noneMatch(later -> later.playlist().equals(publication.playlist())
                                    && later.number() > publication.number()))
                    .toList();
            if (latest.isEmpty()) {
                sheet.row(question.name(), Wording.visible(playlist.title()), "not yet", "");
            }
            for (Publication publication : latest) {
                sheet.row(
                        question.name(),
                        Wording.visible(publication.title()),
                        minute(publication.publishedAt()),
                        Wording.grouped(publication.tracks()));
            }
        }
        mtm().out().print(sheet.text());
        mtm().out()
                .println("\n`mtm playlist preview NAME` shows one, `mtm playlist publish NAME` brings it to Spotify.");
        mtm().out().flush();
        return 0;
    }

    @Command(
            name = "history",
            header = "What was published of a playlist, the latest first.",
            mixinStandardHelpOptions = true)
    int history(@Parameters(paramLabel = "NAME", description = NAME_MEANS) String name) {
        mtm().house().questions().named(name);
        List<Publication> publications = mtm().house().playlists().history().stream()
                .filter(publication -> publication.isOf(name))
                .toList();
        if (publications.isEmpty()) {
            throw new MtmException(
                    ErrorCode.NO_DATA,
                    "nothing was published of it yet",
                    name,
                    "See what it would be with `mtm playlist preview " + name + "`.");
        }
        Sheetlet sheet = new Sheetlet("playlist", "published (UTC)", "as of", "tracks", "added", "taken out");
        for (Publication publication : publications) {
            sheet.row(
                    Wording.visible(publication.title()),
                    minute(publication.publishedAt()),
                    publication.asOf().toString(),
                    Wording.grouped(publication.tracks()),
                    Wording.grouped(publication.added()),
                    Wording.grouped(publication.removed()));
        }
        mtm().out().print(sheet.text());
        mtm().out().flush();
        return 0;
    }

    private static String minute(Instant instant) {
        return instant.toString().replace('T', ' ').substring(0, "2026-03-06 11:00".length());
    }

    /// What `preview` and `publish` have in common.
    private abstract static class Composing implements Runnable {
        @ParentCommand
        private @Nullable PlaylistCommand parent;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = NAME_MEANS)
        private @Nullable String name;

        @Override
        public void run() {
            Mtm mtm = Objects.requireNonNull(parent).mtm();
            Question question = mtm.house().questions().named(Objects.requireNonNull(name));
            Playlists playlists = mtm.house().playlists();
            Playlists.Preview preview = playlists.preview(
                    question,
                    QuestionOptions.given(Objects.requireNonNull(spec), question),
                    mtm.house().today());
            go(mtm, playlists, preview);
            mtm.out().flush();
        }

        abstract void go(Mtm mtm, Playlists playlists, Playlists.Preview preview);
    }

    @Command(
            name = "preview",
            header = "Show a playlist, why each track is in, and what publishing would change. Asks nobody.",
            mixinStandardHelpOptions = true)
    static final class Preview extends Composing {
        @Override
        void go(Mtm mtm, Playlists playlists, Playlists.Preview preview) {
            mtm.out()
                    .print(new TextTable(
                                    new Wording(mtm.house().listener().zone().id()),
                                    mtm.terminal().width(),
                                    mtm.terminal().interactive())
                            .text(preview.composition().answer()));
            mtm.out().println();
            leftOut(mtm.out(), preview.composition());
            if (!preview.composition().tracks().isEmpty()) {
                mtm.out().println(cost(preview.cost(), mtm.house().now()));
            }
            String title = quoted(preview);
            int tracks = preview.composition().tracks().size();
            if (tracks == 0) {
                mtm.out().println("No track of it is at Spotify, so " + title + " would not be published.");
            } else if (!preview.published()) {
                mtm.out().println("Publishing would make " + title + " with " + counted(tracks) + ".");
            } else if (preview.difference().isEmpty()) {
                mtm.out().println(title + " was published with these tracks in this order.");
            } else {
                mtm.out().println("Against what was published last, " + title + " would change:");
                changes(mtm.out(), preview.difference(), preview.names());
            }
        }
    }

    @Command(
            name = "publish",
            header = "Make the private playlist at Spotify, or bring it up to date.",
            description = {
                "",
                "Only a playlist that was made here is changed. A name that you give it at Spotify stays; tracks that you"
                        + " add or take out there do not."
            },
            mixinStandardHelpOptions = true)
    static final class Publish extends Composing {
        @Override
        void go(Mtm mtm, Playlists playlists, Playlists.Preview preview) {
            Playlists.Published published = playlists.publish(preview);
            String title = quoted(preview);
            mtm.out().println(published.sentence(title, counted(published.tracks())));
            if (published.outcome() == Playlists.Outcome.UPDATED) {
                changes(mtm.out(), published.difference(), published.names());
            }
            if (!published.unknown().isEmpty()) {
                mtm.out().println("Left out, as Spotify does not know them any more:");
                published.unknown().forEach(track -> mtm.out().println("  " + name(published.names(), track)));
            }
            leftOut(mtm.out(), preview.composition());
        }
    }

    private static String cost(Playlists.Cost cost, Instant now) {
        SignIn.Calls today = cost.today();
        String text = "Publishing takes up to " + Wording.grouped(cost.calls()) + " calls to Spotify";
        if (cost.calls() > today.limit()) {
            return text + ", more than the " + Wording.grouped(today.limit())
                    + " that were set for a day: set spotify-budget higher, or publish fewer tracks.";
        }
        text += ", and " + Wording.grouped(today.left()) + " of " + Wording.grouped(today.limit()) + " are left today";
        if (today.pausedUntil() != null) {
            return text + "; Spotify asked to wait until " + minute(today.pausedUntil()) + " (UTC).";
        }
        if (cost.calls() > today.left()) {
            return text + ": not before tomorrow (UTC).";
        }
        return text
                + cost.end()
                        .map(end -> ": some "
                                + Math.max(1, Duration.between(now, end).toSeconds()) + " s.")
                        .orElse(".");
    }

    private static String quoted(Playlists.Preview preview) {
        return "\"" + Wording.visible(preview.title()) + "\"";
    }

    private static String counted(int tracks) {
        return tracks == 1 ? "1 track" : Wording.grouped(tracks) + " tracks";
    }

    private static void leftOut(PrintWriter out, Composition composition) {
        if (composition.local() > 0) {
            out.println("Left out, as Spotify has no id of them: " + counted(composition.local()) + ".");
        }
        if (composition.repeated() > 0) {
            out.println("Rows whose track is in already: " + Wording.grouped(composition.repeated()) + ".");
        }
    }

    private static void changes(PrintWriter out, Difference difference, Map<String, TrackName> names) {
        difference.added().forEach(track -> out.println("  + " + name(names, track)));
        difference.removed().forEach(track -> out.println("  - " + name(names, track)));
        if (difference.reordered()) {
            out.println("  The others come in another order.");
        }
    }

    private static String name(Map<String, TrackName> names, String track) {
        TrackName name = names.get(track);
        if (name == null || name.title() == null) {
            return track;
        }
        return Wording.visible(name.artist() == null ? name.title() : name.artist() + " - " + name.title());
    }
}
