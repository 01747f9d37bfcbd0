package dev.mtm.backup;

import dev.mtm.db.Database;
import dev.mtm.db.Session;
import dev.mtm.history.Derivation;
import dev.mtm.history.SamePlay;
import dev.mtm.imports.ImportFormat;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.schema.Migrator;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Imports whatever a person hands over. An export of this program is more than its plays: into an empty store it is
/// taken over as it is, with its imports and keys; into another one its plays come as one import more, and all else is
/// merged.
public final class ExportImport {
    private final Database database;
    private final Importer importer;
    private final Derivation derivation;
    private final Clock clock;

    public ExportImport(Database database, Importer importer, Derivation derivation, Clock clock) {
        this.database = database;
        this.importer = importer;
        this.derivation = derivation;
        this.clock = clock;
    }

    /// What an import did.
    ///
    /// @param whole  an export was taken over as it is
    /// @param beside how many rows of other tables came with the plays, for those that got any
    public record Taken(ImportReport report, boolean whole, Map<String, Long> beside) {
        public Taken {
            beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
        }
    }

    /// Imports files, folders and archives, exports among them.
    public Taken run(List<Path> paths, Importer.Options options, ImportProgress progress) {
        List<ExportFolder> exports = new ArrayList<>();
        List<Path> plays = new ArrayList<>();
        for (Path path : paths) {
            Optional<ExportFolder> export = ExportFolder.at(path);
            export.ifPresent(exports::add);
            plays.add(export.map(ExportFolder::plays).orElse(path));
        }
        if (exports.isEmpty()) {
            return new Taken(importer.run(paths, options, progress), false, Map.of());
        }
        int known = new Migrator(database, clock).newest();
        for (ExportFolder export : exports) {
            if (export.schema() > known) {
                throw new MtmException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "the export is of schema version " + export.schema() + ", this program knows " + known,
                        export.path().toString(),
                        "Use the newer version of the program that made it; nothing was changed.");
            }
        }
        try {
            if (paths.size() == 1 && database.read(Table::isEmpty)) {
                return whole(exports.getFirst(), options);
            }
            Merge merge = new Merge(exports);
            ImportReport report = importer.run(plays, options, progress, merge);
            return new Taken(report, false, merge.taken());
        } catch (MtmException e) {
            if (e.code() != ErrorCode.INTERNAL && e.code() != ErrorCode.STORE_DAMAGED) {
                throw e;
            }
            throw new MtmException(
                    ErrorCode.BAD_INPUT,
                    "the export holds what no store may hold: " + e.getMessage(),
                    exports.getFirst().path().toString(),
                    "Nothing was changed. Was a file of it edited? Export again, or take another copy.",
                    e);
        }
    }

    private Taken whole(ExportFolder export, Importer.Options options) {
        Taken taken = database.writeInBulk(session -> {
            List<Table> tables = Export.kept(session);
            Table.empty(session, tables);
            Table.defer(session, tables);
            Map<String, Long> rows = new LinkedHashMap<>();
            for (Table table : tables) {
                export.load(session, table, table.name(), ExportFolder.Wanted.ALL);
                rows.put(table.name(), table.count(session));
            }
            Table.settle(session, tables);
            derivation.rebuild(session);
            ImportReport report = report(session, export, options);
            rows.remove(Export.PLAYS);
            rows.values().removeIf(count -> count == 0);
            if (options.dryRun()) {
                session.rollBackAtTheEnd();
            }
            return new Taken(report, true, rows);
        });
        if (!options.dryRun()) {
            database.analyze();
        }
        return taken;
    }

    private static ImportReport report(Session session, ExportFolder export, Importer.Options options)
            throws SQLException {
        long plays = session.number("select count(*) from play_history");
        long notMusic =
                session.number("select count(*) from play_history as p join tracks as t on t.track_key = p.track_key"
                        + " where t.kind <> 'music'");
        long again = SamePlay.toldAgain(session, 0, Long.MAX_VALUE);
        ImportReport.Counts counts = new ImportReport.Counts(plays, plays - notMusic - again, 0, again, notMusic, 0);
        return new ImportReport(
                null,
                options.dryRun(),
                List.of(new ImportReport.FileReport(
                        export.plays().toString(), ImportFormat.MTM_EXPORT.label(), counts, List.of())),
                List.of(),
                List.of());
    }
}
