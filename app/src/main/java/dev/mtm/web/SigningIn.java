package dev.mtm.web;

import dev.mtm.account.SignIn;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A sign-in at Spotify that a reader has begun on the page of settings and not ended yet. There is one at a time.
/// It waits for the browser to come back to this machine, for ten minutes; a browser on another machine cannot, and its
/// reader brings the address by hand.
///
/// Safe for use by several threads.
final class SigningIn implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Supplier<Library> open;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Begun begun;
    private String failure = "";

    SigningIn(Supplier<Library> open) {
        this.open = open;
    }

    private record Begun(Library library, SignIn.Visit visit, Thread waiting) {}

    /// The page of Spotify on which to agree; empty where no sign-in has begun.
    Optional<String> page() {
        lock.lock();
        try {
            return Optional.ofNullable(begun).map(one -> one.visit().page().toString());
        } finally {
            lock.unlock();
        }
    }

    /// Why the last one came to nothing, told once; empty: it did not.
    String failure() {
        lock.lock();
        try {
            String told = failure;
            failure = "";
            return told;
        } finally {
            lock.unlock();
        }
    }

    /// Begins anew.
    ///
    /// @throws MtmException when no app is set up
    void begin() {
        close();
        lock.lock();
        try {
            Library library = open.get();
            try {
                SignIn.Visit visit = library.signIn().open();
                Thread waiting = new Thread(() -> await(library, visit), "mtm-sign-in");
                waiting.setDaemon(true);
                begun = new Begun(library, visit, waiting);
                waiting.start();
            } catch (RuntimeException e) {
                library.close();
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Library library, SignIn.Visit visit) {
        String came = "";
        try {
            visit.await(LONGEST);
        } catch (MtmException e) {
            came = e.forReaders();
        }
        lock.lock();
        try {
            if (begun != null && begun.visit() == visit) {
                begun = null;
                failure = came;
                visit.close();
                library.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends it with the address that Spotify sent the reader to.
    ///
    /// @throws MtmException when it is another address, or Spotify refuses
    SignIn.Standing finish(String address) {
        lock.lock();
        try {
            if (begun == null) {
                throw new MtmException(
                        ErrorCode.SIGN_IN, "no sign-in has begun, or it has ended", "Spotify", "Begin one.");
            }
            SignIn.Standing standing = begun.visit().finish(address);
            end(begun);
            return standing;
        } finally {
            lock.unlock();
        }
    }

    private void end(Begun one) {
        begun = null;
        one.visit().close();
        one.library().close();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (begun != null) {
                end(begun);
            }
        } finally {
            lock.unlock();
        }
    }
}
