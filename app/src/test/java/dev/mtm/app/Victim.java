package dev.mtm.app;

import dev.mtm.db.Database;
import dev.mtm.db.DatabaseAddress;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// A process that is killed (SIGKILL) in the middle of its work, which a sign tells from its start.
@NullMarked
final class Victim {
    private Victim() {}

    /// What can be seen from outside as soon as the work has begun.
    @FunctionalInterface
    interface Sign {
        boolean of(Process process) throws Exception;
    }

    /// The process holds the lock of writers, on the store or on the database of a trial.
    static Sign writes(Desk desk) {
        return process -> switch (desk.store) {
            case DatabaseAddress.File file -> {
                try (Database store = Database.at(file, Duration.ofMillis(1))) {
                    yield store.write(session -> {
                        session.rollBackAtTheEnd();
                        return false;
                    });
                } catch (MtmException e) {
                    if (e.code() != ErrorCode.DATABASE_BUSY) {
                        throw e;
                    }
                    yield true;
                }
            }
            case DatabaseAddress.Server server -> {
                // From another database: a template may have nobody connected.
                try (Database keeper = Database.at(server.other("postgres"), Duration.ofSeconds(5))) {
                    yield keeper.read(session -> session.number(
                                    "select count(*) from pg_locks as l join pg_database as d on d.oid = l.database"
                                            + " where l.locktype = 'advisory' and l.granted and d.datname in (?, ?)",
                                    server.database(),
                                    "mtm_trial_of_" + server.database())
                            > 0);
                }
            }
        };
    }

    /// The process has made a scratch file in a folder.
    static Sign makes(String purpose, Path folder) {
        return process -> Files.exists(folder.resolve("." + purpose + "-" + process.pid() + ".part"));
    }

    /// Lets a process end.
    ///
    /// @return the milliseconds of its work
    static long timeOfWork(Process process, Sign sign) throws Exception {
        if (!awaits(process, sign)) {
            throw new AssertionError("nothing was seen of the work");
        }
        long start = System.nanoTime();
        if (Child.end(process) != 0) {
            throw new AssertionError("the work failed");
        }
        return Math.max((System.nanoTime() - start) / 1_000_000, 1);
    }

    /// When to kill, in milliseconds from the sign: at random, the first times rather early, so that slow and fast
    /// processes are met at work.
    static long moment(Random random, long work, int kill, int kills) {
        return random.nextLong(work * (kill + 1) / kills + 1);
    }

    /// Kills a process so many milliseconds after its work began.
    ///
    /// @return whether it was still at it
    static boolean kill(Process process, Sign sign, long after) throws Exception {
        boolean begun = awaits(process, sign);
        boolean ended = process.waitFor(after, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return begun && !ended;
    }

    private static boolean awaits(Process process, Sign sign) throws Exception {
        while (process.isAlive()) {
            if (sign.of(process)) {
                return true;
            }
            Thread.sleep(1);
        }
        return false;
    }
}
