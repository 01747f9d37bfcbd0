package dev.mtm.cli;

import dev.mtm.backup.ExportImport;
import dev.mtm.imports.ImportFormat;
import dev.mtm.imports.ImportReport;
import dev.mtm.render.Wording;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An import's report for people and for programs.
final class ImportText {
    /// A few rejections say what is wrong; the rest are a command away. So with files that were passed over.
    private static final int SHOWN = 5;

    private static final List<String> HEADINGS = List.of("rows", "new", "known", "same play", "not music", "rejected");

    private ImportText() {}

    /// The report for a person, with what came beside the plays of an export.
    static String text(ExportImport.Taken taken) {
        StringBuilder out = new StringBuilder();
        if (taken.whole()) {
            ImportReport report = taken.report();
            out.append(table(report.files(), report.total()));
            out.append(
                    report.dryRun()
                            ? "\nA dry run: nothing was kept. Without --dry-run it is.\n"
                            : "\nThe export was taken over as it is, with the imports that it lists (`mtm imports`).\n");
        } else {
            out.append(text(taken.report()));
        }
        if (!taken.beside().isEmpty()) {
            out.append("Beside the plays: ")
                    .append(taken.beside().entrySet().stream()
                            .map(table -> table.getKey() + " " + Wording.grouped(table.getValue()))
                            .collect(Collectors.joining(", ")))
                    .append(" rows.\n");
        }
        return out.toString();
    }

    /// The report for a person: a line per file, the sums, the first rejections, and what to do next.
    static String text(ImportReport report) {
        return text(report, "takes it back");
    }

    /// @param undoes what an undo does, after its name
    static String text(ImportReport report, String undoes) {
        if (report.files().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(table(report.files(), report.total()));
        List<String> rejections = new ArrayList<>();
        for (ImportReport.FileReport file : report.files()) {
            file.rejections()
                    .forEach(rejection -> rejections.add(
                            "  " + lastPart(file.path()) + ", row " + rejection.row() + ": " + rejection.reason()));
        }
        if (!rejections.isEmpty()) {
            out.append("\nRejected:\n");
            rejections.stream()
                    .limit(SHOWN)
                    .forEach(line -> out.append(Wording.visible(line)).append('\n'));
            if (rejections.size() > SHOWN) {
                out.append("  … and ")
                        .append(Wording.grouped(rejections.size() - SHOWN))
                        .append(" more\n");
            }
            if (report.importId() != null) {
                out.append("  `mtm imports show ")
                        .append(report.importId())
                        .append(" --rejected` shows what was read of each.\n");
            }
        }
        if (!report.passedOver().isEmpty()) {
            out.append('\n').append(passedOver(report.passedOver()));
        }
        out.append('\n');
        if (report.dryRun()) {
            out.append("A dry run: nothing was kept. Without --dry-run it is.\n");
        } else if (report.total().known() + report.total().rejected()
                == report.total().rows()) {
            out.append(nothingNew(report.total()));
        } else {
            out.append("Kept as import ")
                    .append(report.importId())
                    .append("; `mtm imports undo ")
                    .append(report.importId())
                    .append("` ")
                    .append(undoes)
                    .append(
                            ".\nNext: `mtm snapshot rebuild`, then `mtm ask forgotten-gems`; `mtm ask` lists every question.\n");
        }
        return out.toString();
    }

    /// What to say where every row was known or rejected.
    private static String nothingNew(ImportReport.Counts total) {
        if (total.rejected() == 0) {
            return "Nothing new: all of it was here already.\n";
        }
        return total.noneTaken()
                ? "Nothing was taken: " + (total.rows() == 1 ? "the only row was" : "all " + rows(total.rows()))
                        + " rejected.\n"
                : "Nothing new: " + rows(total.known()) + " here already, " + rows(total.rejected()) + " rejected.\n";
    }

    private static String rows(long count) {
        return Wording.grouped(count) + (count == 1 ? " row was" : " rows were");
    }

    private static String passedOver(List<ImportReport.PassedOver> files) {
        String names = files.stream()
                .limit(SHOWN)
                .map(file -> Wording.visible(lastPart(file.path())))
                .collect(Collectors.joining(", "));
        String rest = files.size() > SHOWN ? " and " + Wording.grouped(files.size() - SHOWN) + " more" : "";
        return (files.size() == 1 ? "1 other file is" : files.size() + " other files are")
                + " no history that is understood: " + names + rest + "\n";
    }

    /// A line per file and the sums under them.
    static String table(List<ImportReport.FileReport> files, ImportReport.Counts total) {
        List<List<String>> lines = new ArrayList<>();
        for (ImportReport.FileReport file : files) {
            lines.add(numbers(file.counts()));
        }
        lines.add(numbers(total));
        int[] widths = new int[HEADINGS.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = HEADINGS.get(i).length();
            for (List<String> line : lines) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        line(out, HEADINGS, widths, "file");
        for (int i = 0; i < files.size(); i++) {
            line(
                    out,
                    lines.get(i),
                    widths,
                    Wording.visible(lastPart(files.get(i).path())));
        }
        line(out, lines.getLast(), widths, "in all");
        return out.toString();
    }

    /// The report for programs.
    static String json(ImportReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("files");
            for (ImportReport.FileReport file : report.files()) {
                json.writeStartObject();
                json.writeStringProperty("path", file.path());
                json.writeStringProperty("format", file.format());
                counts(json, file.counts());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("total");
            counts(json, report.total());
            json.writeEndObject();
            json.writeEndObject();
        }
        return text + "\n";
    }

    /// The formats that are understood, for messages.
    static String formats() {
        return String.join(
                ", ",
                java.util.Arrays.stream(ImportFormat.values())
                        .map(format -> format.label() + " (" + format.mark() + ")")
                        .toList());
    }

    private static void counts(JsonGenerator json, ImportReport.Counts counts) {
        json.writeNumberProperty("rows", counts.rows());
        json.writeNumberProperty("new", counts.fresh());
        json.writeNumberProperty("known", counts.known());
        json.writeNumberProperty("same_play", counts.samePlay());
        json.writeNumberProperty("not_music", counts.notMusic());
        json.writeNumberProperty("rejected", counts.rejected());
    }

    private static List<String> numbers(ImportReport.Counts counts) {
        return List.of(
                Wording.grouped(counts.rows()),
                Wording.grouped(counts.fresh()),
                Wording.grouped(counts.known()),
                Wording.grouped(counts.samePlay()),
                Wording.grouped(counts.notMusic()),
                Wording.grouped(counts.rejected()));
    }

    private static void line(StringBuilder out, List<String> cells, int[] widths, String name) {
        for (int i = 0; i < widths.length; i++) {
            out.append(" ".repeat(widths[i] - cells.get(i).length()))
                    .append(cells.get(i))
                    .append("  ");
        }
        out.append(name).append('\n');
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
