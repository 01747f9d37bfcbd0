package dev.mtm.web;

import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportReport;
import dev.mtm.jobs.JobLog;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.question.Answer;
import dev.mtm.question.Directory;
import dev.mtm.render.CsvAnswer;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the store holds, for programs: imports, tracks, artists, albums, snapshots, every play, and how it stands.
/// Fields
/// are those of `openapi.json`.
final class ApiStore {
    private final Supplier<Library> open;
    private final Supplier<Overview> status;

    ApiStore(Supplier<Library> open, Supplier<Overview> status) {
        this.open = open;
        this.status = status;
    }

    private void answer(Context context, BiFunction<Library, LocalDate, Object> content) {
        try (Library library = open.get()) {
            LocalDate day = Pages.day(context.queryParam(Visit.AS_OF), library.today());
            context.contentType(ApiV1.JSON).result(Json.text(content.apply(library, day)));
        }
    }

    void imports(Context context) {
        answer(
                context,
                (library, day) -> Json.object(
                        "imports",
                        library.importLog().runs().stream().map(ApiStore::run).toList()));
    }

    /// One import with its files.
    void oneImport(Context context) {
        answer(context, (library, day) -> {
            ImportLog.Run run = run(library, context);
            Map<String, @Nullable Object> told = run(run);
            told.put(
                    "read",
                    library.importLog().files(run.importId()).stream()
                            .map(file ->
                                    counts(Json.object("path", file.path(), "format", file.format()), file.counts()))
                            .toList());
            return told;
        });
    }

    /// Every row that an import did not take, with the reason.
    void rejections(Context context) {
        answer(context, (library, day) -> {
            List<Object> rows = new ArrayList<>();
            ImportLog.Run run = run(library, context);
            for (ImportReport.FileReport file : library.importLog().files(run.importId())) {
                file.rejections()
                        .forEach(one -> rows.add(Json.object(
                                "path", file.path(), "row", one.row(), "reason", one.reason(), "text", one.text())));
            }
            return Json.object("import", run.importId(), "rejections", rows);
        });
    }

    void undo(Context context) {
        answer(context, (library, day) -> {
            long importId = Pages.number("import", context.pathParam("import"));
            return Json.object("import", importId, "plays", library.undoImport(importId));
        });
    }

    private static ImportLog.Run run(Library library, Context context) {
        long importId = Pages.number("import", context.pathParam("import"));
        return library.importLog().runs().stream()
                .filter(run -> run.importId() == importId)
                .findFirst()
                .orElseThrow(() -> unknown("import", context.pathParam("import")));
    }

    private static Map<String, @Nullable Object> run(ImportLog.Run run) {
        return counts(
                Json.object(
                        "import",
                        run.importId(),
                        "started_at",
                        run.startedAt(),
                        "undone_at",
                        run.undoneAt(),
                        "files",
                        run.files()),
                run.counts());
    }

    private static Map<String, @Nullable Object> counts(
            Map<String, @Nullable Object> told, ImportReport.Counts counts) {
        told.put("rows", counts.rows());
        told.put("new", counts.fresh());
        told.put("known", counts.known());
        told.put("same_play", counts.samePlay());
        told.put("not_music", counts.notMusic());
        told.put("rejected", counts.rejected());
        return told;
    }

    void track(Context context) {
        answer(context, (library, day) -> {
            String id = Visit.name(context.pathParam("track"));
            Directory.Track track = library.directory().track(id).orElseThrow(() -> unknown("track", id));
            return Json.object(
                    "track_id",
                    track.id(),
                    "title",
                    track.name().title(),
                    "album",
                    track.album(),
                    "artists",
                    track.artists(),
                    "facts",
                    rows(library, day, "facts", Map.of("track", track.id())).getFirst());
        });
    }

    void artist(Context context) {
        answer(context, (library, day) -> {
            String artist = Visit.name(context.pathParam("artist"));
            if (!library.directory().hasArtist(artist)) {
                throw unknown("artist", artist);
            }
            Map<String, String> given = Map.of("artist", artist);
            return Json.object(
                    "artist",
                    artist,
                    "facts",
                    rows(library, day, "facts", given).getFirst());
        });
    }

    void album(Context context) {
        answer(context, (library, day) -> {
            String artist = Visit.name(context.pathParam("artist"));
            String album = Visit.name(context.pathParam("album"));
            if (!library.directory().hasAlbum(artist, album)) {
                throw unknown("album", artist + " - " + album);
            }
            Map<String, String> given = Map.of("artist", artist, "album", album);
            return Json.object(
                    "artist",
                    artist,
                    "album",
                    album,
                    "facts",
                    rows(library, day, "facts", given).getFirst(),
                    "tracks",
                    rows(library, day, "album-tracks", given));
        });
    }

    private static List<Map<String, @Nullable Object>> rows(
            Library library, LocalDate day, String question, Map<String, String> given) {
        Answer answer = library.asker().askWithoutNames(library.questions().named(question), given, day);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : answer.rows()) {
            Map<String, @Nullable Object> told = Json.object();
            for (int i = 0; i < row.size(); i++) {
                told.put(answer.columns().get(i).name(), row.get(i));
            }
            rows.add(told);
        }
        return rows;
    }

    private static MtmException unknown(String what, String name) {
        return new MtmException(
                ErrorCode.NOT_FOUND, "no " + what + " of this name is known", name, "Search: /api/v1/search?q=TEXT");
    }

    /// Which top lists there are.
    void snapshots(Context context) {
        answer(
                context,
                (library, day) -> Json.object(
                        "snapshots",
                        library.directory().snapshots(day).stream()
                                .map(one -> Json.object(
                                        "date",
                                        one.date(),
                                        "time_range",
                                        one.timeRange(),
                                        "origin",
                                        one.origin(),
                                        "places",
                                        one.places()))
                                .toList()));
    }

    /// The top lists of one day.
    void snapshot(Context context) {
        answer(context, (library, day) -> {
            LocalDate date = Pages.day(context.pathParam("date"), day);
            return Json.object(
                    "date",
                    date,
                    "places",
                    library.directory().places(date).stream()
                            .map(one -> Json.object(
                                    "time_range",
                                    one.timeRange(),
                                    "origin",
                                    one.origin(),
                                    "rank",
                                    one.rank(),
                                    "track_id",
                                    one.trackId(),
                                    "title",
                                    one.name().title(),
                                    "artist",
                                    one.name().artist()))
                            .toList());
        });
    }

    void status(Context context) {
        Overview overview = status.get();
        context.contentType(ApiV1.JSON)
                .result(Json.text(Json.object(
                        "now",
                        overview.now(),
                        "zone",
                        overview.zone().getId(),
                        "plays",
                        overview.plays(),
                        "last_play",
                        overview.lastPlay(),
                        "last_import",
                        overview.lastImport(),
                        "sign_in",
                        overview.signIn()
                                .map(one -> Json.object(
                                        "since", one.since(), "ends_at", one.endsAt(), "ended_at", one.endedAt())),
                        "calls",
                        Json.object(
                                "used",
                                overview.calls().used(),
                                "limit",
                                overview.calls().limit(),
                                "paused_until",
                                overview.calls().pausedUntil()),
                        "jobs",
                        overview.jobs().stream().map(ApiStore::job).toList(),
                        "last_backup",
                        overview.backed().last(),
                        "last_drill",
                        overview.backed().drill().map(one -> Json.object("at", one.at(), "passed", one.passed())),
                        "backups",
                        overview.backed().number(),
                        "gaps",
                        overview.gaps().stream()
                                .map(gap -> Json.object(
                                        "from",
                                        gap.from(),
                                        "until",
                                        gap.until(),
                                        "found_at",
                                        gap.foundAt(),
                                        "plays",
                                        gap.plays()))
                                .toList(),
                        "versions",
                        Json.object(
                                "program",
                                overview.versions().program(),
                                "java",
                                overview.versions().java(),
                                "database",
                                overview.versions().database(),
                                "schema",
                                overview.versions().schema()),
                        "store_bytes",
                        overview.versions().bytes(),
                        "question_faults",
                        overview.faults())));
    }

    private static Map<String, @Nullable Object> job(JobLog.Standing job) {
        return Json.object(
                "job",
                job.job(),
                "due",
                job.due(),
                "running",
                job.running(),
                "last_run",
                job.last()
                        .map(run -> Json.object(
                                "started_at",
                                run.startedAt(),
                                "ended_at",
                                run.endedAt(),
                                "outcome",
                                run.outcome() == null ? null : run.outcome().label(),
                                "message",
                                run.message())));
    }

    /// Every play, the earliest first, row by row as the store gives it. Where the store fails half-way, the answer is
    /// cut
    /// off without its end, which a client notices.
    void plays(Context context) {
        try (Library library = open.get()) {
            context.contentType("text/csv; charset=utf-8")
                    .header("Content-Disposition", "attachment; filename=\"plays.csv\"");
            Writer out =
                    new BufferedWriter(new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8), 1 << 16);
            line(out, Directory.PLAY_COLUMNS);
            library.directory().eachPlay(play -> line(out, play));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(Writer out, List<? extends @Nullable Object> values) {
        try {
            CsvAnswer.line(out, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// This API, as OpenAPI 3.1 describes it.
    static void document(Context context) throws IOException {
        try (java.io.InputStream document = ApiStore.class.getResourceAsStream("/api/openapi.json")) {
            context.contentType(ApiV1.JSON)
                    .result(java.util.Objects.requireNonNull(document).readAllBytes());
        }
    }
}
