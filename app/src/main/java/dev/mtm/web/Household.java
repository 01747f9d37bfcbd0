package dev.mtm.web;

import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportReport;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.render.Wording;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// The pages about the store itself: what came in, and how things stand.
public final class Household {
    private static final int SHOWN_REJECTIONS = 200;

    private final Pages pages;
    private final Intake intake;

    Household(Pages pages, Intake intake) {
        this.pages = pages;
        this.intake = intake;
    }

    Handler imports() {
        return pages.page((library, visit) -> Pages.filled(
                "imports.jte", visit, Map.of("runs", library.importLog().runs())));
    }

    /// One import: its files, and the rows that were rejected.
    Handler oneImport() {
        return context -> {
            long importId = Pages.number("import", context.pathParam("import"));
            pages.page((library, visit) -> {
                        List<ImportReport.FileReport> files =
                                library.importLog().files(importId);
                        ImportLog.Run run = library.importLog().runs().stream()
                                .filter(one -> one.importId() == importId)
                                .findFirst()
                                .orElseThrow();
                        return Pages.filled(
                                "import.jte", visit, Map.of("run", run, "files", files, "rejected", rejected(files)));
                    })
                    .handle(context);
        };
    }

    /// A row that was not taken.
    ///
    /// @param text what was read of it; empty where nothing could be
    public record Rejected(String file, long row, String reason, String text) {}

    private static List<Rejected> rejected(List<ImportReport.FileReport> files) {
        return files.stream()
                .flatMap(file -> file.rejections().stream()
                        .map(one -> new Rejected(
                                called(file.path()),
                                one.row(),
                                Wording.visible(one.reason()),
                                one.text() == null ? "" : Wording.visible(one.text()))))
                .limit(SHOWN_REJECTIONS)
                .toList();
    }

    /// The name of a file, with that of the archive that it is a member of.
    public static String called(String path) {
        Path whole = Path.of(path);
        int names = whole.getNameCount();
        return Wording.visible(
                names < 2 ? path : whole.subpath(names - 2, names).toString());
    }

    /// Takes an import back.
    Handler undo() {
        return pages.change((library, context) -> {
            long importId = Pages.number("import", context.pathParam("import"));
            long gone = library.undoImport(importId);
            return new Pages.Done(
                    "/imports",
                    "Import " + importId + " is undone: " + (gone == 1 ? "1 play" : Wording.grouped(gone) + " plays")
                            + " went with it.");
        });
    }

    /// Receives a file, whose bytes are the body, and says where it stands.
    void receive(Context context) {
        String name = context.queryParam("name");
        if (name == null || name.isBlank()) {
            throw new MtmException(
                    ErrorCode.USAGE, "the file has no name", "name", "Send POST /api/v1/imports?name=FILE.");
        }
        try {
            Intake.Item item = intake.receive(
                    name, context.req().getContentLengthLong(), context.req().getInputStream());
            context.status(202).contentType(ApiV1.JSON).result(ApiV1.written(json -> write(json, item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files that came, and how far each is.
    void intake(Context context) {
        context.contentType(ApiV1.JSON).result(ApiV1.written(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("files");
            intake.items().forEach(item -> write(json, item));
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void write(JsonGenerator json, Intake.Item item) {
        json.writeStartObject();
        json.writeNumberProperty("number", item.number());
        json.writeStringProperty("name", item.name());
        json.writeStringProperty("state", item.state().label());
        json.writeNumberProperty("share", item.share());
        json.writeStringProperty("sentence", item.sentence());
        json.writeName("import");
        if (item.importId() == null) {
            json.writeNull();
        } else {
            json.writeNumber(item.importId());
        }
        json.writeEndObject();
    }
}
