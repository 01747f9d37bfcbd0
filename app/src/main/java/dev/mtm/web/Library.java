package dev.mtm.web;

import dev.mtm.history.Listener;
import dev.mtm.imports.ImportLog;
import dev.mtm.question.Asker;
import dev.mtm.question.Directory;
import dev.mtm.question.Questions;
import java.time.LocalDate;

/// What one request works with. The program opens it, the request closes it.
public interface Library extends AutoCloseable {
    Questions questions();

    Asker asker();

    Directory directory();

    Listener listener();

    ImportLog importLog();

    /// Takes back exactly what an import added, after the backup that is due.
    ///
    /// @return how many plays went
    long undoImport(long importId);

    /// The listener's day.
    LocalDate today();

    @Override
    void close();
}
