package dev.mtm.web;

import dev.mtm.db.Database;
import dev.mtm.history.Derivation;
import dev.mtm.history.Listener;
import dev.mtm.imports.ImportLog;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.Questions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/// A store as requests see it: each has connections of its own.
@NullMarked
record TestLibrary(Database database, LocalDate today, ZoneId zone) implements Library {
    static Supplier<Library> of(Database store, LocalDate today, ZoneId zone) {
        return () -> new TestLibrary(Database.at(store.address(), Duration.ofSeconds(5)), today, zone);
    }

    private Derivation derivation() {
        return new Derivation(1, zone);
    }

    @Override
    public Questions questions() {
        return Questions.builtIn();
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

    @Override
    public ImportLog importLog() {
        return new ImportLog(
                database, derivation(), Clock.fixed(today.atStartOfDay(zone).toInstant(), ZoneOffset.UTC));
    }

    @Override
    public void close() {
        database.close();
    }
}
