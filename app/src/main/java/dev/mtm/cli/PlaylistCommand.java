package dev.mtm.cli;

import dev.mtm.account.SignIn;
import dev.mtm.playlist.Composition;
import dev.mtm.playlist.Difference;
import dev.mtm.playlist.Managed;
import dev.mtm.playlist.ManagedPlaylists;
import dev.mtm.playlist.Mix;
import dev.mtm.playlist.Pick;
import dev.mtm.playlist.Playlists;
import dev.mtm.playlist.Publication;
import dev.mtm.playlist.Rebuild;
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
import java.util.Optional;
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
                    + " gems-by-plays --limit 40`. Two go by rules of their own: daily, and six-hour with the hours of"
                    + " the day. Publishing needs a sign-in; the rest does not."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PlaylistCommand.Preview.class, PlaylistCommand.Publish.class},
        mixinStandardHelpOptions = true)
final class PlaylistCommand {
    private static final String NAME_MEANS =
            "daily, six-hour, or the question that the playlist is made of; `mtm playlist list` shows them.";

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
        for (Managed managed : Managed.values()) {
            List<Rebuild> rebuilds = mtm().house().managedPlaylists().history(managed);
            sheet.row(
                    managed.word(),
                    managed.title(),
                    rebuilds.isEmpty() ? "not yet" : minute(rebuilds.getFirst().at()),
                    rebuilds.isEmpty()
                            ? ""
                            : Wording.grouped(rebuilds.getFirst().tracks()));
        }
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
        if (Managed.of(name).isPresent()) {
            return history(Managed.of(name).get());
        }
        mtm().house().questions().named(name);
        List<Publication> publications = mtm().house().playlists().history().stream()
                .filter(publication -> publication.isOf(name))
                .toList();
        if (publications.isEmpty()) {
            throw nothingYet(name);
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

    private int history(Managed managed) {
        List<Rebuild> rebuilds = mtm().house().managedPlaylists().history(managed);
        if (rebuilds.isEmpty()) {
            throw nothingYet(managed.word());
        }
        Sheetlet sheet = new Sheetlet("made (UTC)", "theme", "tracks", "added", "taken out", "came back to", "listens");
        for (Rebuild rebuild : rebuilds) {
            sheet.row(
                    minute(rebuild.at()),
                    Wording.visible(Objects.requireNonNullElse(rebuild.theme(), "")),
                    Wording.grouped(rebuild.tracks()),
                    Wording.grouped(rebuild.added()),
                    Wording.grouped(rebuild.removed()),
                    Wording.grouped(rebuild.cameBack()),
                    Wording.grouped(rebuild.listens()));
        }
        mtm().out().print(sheet.text());
        mtm().out().flush();
        return 0;
    }

    private static MtmException nothingYet(String name) {
        return new MtmException(
                ErrorCode.NO_DATA,
                "nothing was published of it yet",
                name,
                "See what it would be with `mtm playlist preview " + name + "`.");
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
            Optional<Managed> managed = Managed.of(Objects.requireNonNull(name));
            if (managed.isPresent()) {
                Mix mix = mtm.house().managedPlaylists().compose(managed.get());
                if (mix.picks().isEmpty()) {
                    throw new MtmException(
                            ErrorCode.NO_DATA,
                            "no track fits that was not in it lately",
                            managed.get().word(),
                            "It is made of what you listened to, so import or sync plays; one that was published before"
                                    + " stays as it is.");
                }
                go(mtm, mtm.house().managedPlaylists(), mix);
                mtm.out().flush();
                return;
            }
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

        abstract void go(Mtm mtm, ManagedPlaylists playlists, Mix mix);
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
            playlists
                    .lacking(preview.composition().answer().question())
                    .ifPresent(coverage -> mtm.out().println(coverage.sentence()));
            standing(
                    mtm, quoted(preview.title()), preview.composition().tracks().size(), preview.standing());
        }

        @Override
        void go(Mtm mtm, ManagedPlaylists playlists, Mix mix) {
            mtm.out().println(Wording.visible(mix.theme()) + "\n");
            Sheetlet sheet = new Sheetlet("", "track", "for", "why", "energy");
            for (int i = 0; i < mix.picks().size(); i++) {
                Pick pick = mix.picks().get(i);
                sheet.row(
                        String.valueOf(i + 1),
                        name(mix.names(), pick.track()),
                        pick.share(),
                        Wording.visible(pick.why()),
                        pick.energy() == null ? "" : "%.2f".formatted(pick.energy()));
            }
            mtm.out().print(sheet.text());
            mtm.out().println("\n" + Wording.visible(mix.reasoning()) + "\n");
            standing(mtm, quoted(mix.slot().playlist().title()), mix.picks().size(), playlists.standing(mix));
        }

        private static void standing(Mtm mtm, String title, int tracks, Playlists.Standing standing) {
            if (tracks == 0) {
                mtm.out().println("No track of it is at Spotify, so " + title + " would not be published.");
                return;
            }
            mtm.out().println(cost(standing.cost(), mtm.house().now()));
            if (!standing.published()) {
                mtm.out().println("Publishing would make " + title + " with " + counted(tracks) + ".");
            } else if (standing.difference().isEmpty()) {
                mtm.out().println(title + " was published with these tracks in this order.");
            } else {
                mtm.out().println("Against what was published last, " + title + " would change:");
                changes(mtm.out(), standing.difference(), standing.names());
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
            told(mtm.out(), preview.title(), playlists.publish(preview));
            leftOut(mtm.out(), preview.composition());
        }

        @Override
        void go(Mtm mtm, ManagedPlaylists playlists, Mix mix) {
            Playlists.Published published = playlists.publish(mix);
            mtm.out().println(Wording.visible(mix.theme()));
            told(mtm.out(), mix.slot().playlist().title(), published);
        }

        private static void told(PrintWriter out, String title, Playlists.Published published) {
            out.println(published.sentence(quoted(title), counted(published.tracks())));
            if (published.outcome() == Playlists.Outcome.UPDATED) {
                changes(out, published.difference(), published.names());
            }
            if (!published.unknown().isEmpty()) {
                out.println("Left out, as Spotify does not know them any more:");
                published.unknown().forEach(track -> out.println("  " + name(published.names(), track)));
            }
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

    private static String quoted(String title) {
        return "\"" + Wording.visible(title) + "\"";
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
