package dev.mtm.web;

import dev.mtm.db.Database;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.imports.ImportLog;
import dev.mtm.imports.ImportProgress;
import dev.mtm.imports.ImportReport;
import dev.mtm.imports.Importer;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.OwnQuestions;
import dev.mtm.question.Questions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// A store as requests see it; it stays open until its owner closes it.
@NullMarked
record TestLibrary(Database database, LocalDate today, ZoneId zone, Path folder) implements Library {
    TestLibrary(Database database, LocalDate today, ZoneId zone) {
        this(database, today, zone, arrivals());
    }

    private Derivation derivation() {
        return new Derivation(1, zone);
    }

    @Override
    public Questions questions() {
        return Questions.with(folder);
    }

    @Override
    public OwnQuestions ownQuestions() {
        return new OwnQuestions(folder);
    }

    @Override
    public Asker asker() {
        return new Asker(database, 1, zone);
    }

    @Override
    public Directory directory() {
        return new Directory(database, 1);
    }

    @Override
    public Listener listener() {
        return new Listener(database, derivation());
    }

    /// A folder for files that are sent.
    static Path arrivals() {
        try {
            return Files.createTempDirectory("mtm-arrivals");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ImportReport take(Path file, ImportProgress progress) {
        return new Importer(database, derivation(), clock())
                .run(List.of(file), new Importer.Options(null, false), progress);
    }

    @Override
    public long undoImport(long importId) {
        return importLog().undo(importId);
    }

    @Override
    public ImportLog importLog() {
        return new ImportLog(database, derivation(), clock());
    }

    private Clock clock() {
        return Clock.fixed(today.atStartOfDay(zone).toInstant(), ZoneOffset.UTC);
    }

    @Override
    public void close() {
        // Its owner closes it.
    }
}
