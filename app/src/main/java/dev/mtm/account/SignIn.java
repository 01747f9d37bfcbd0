package dev.mtm.account;

import dev.mtm.problem.MtmException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The listener's sign-in at a music service.
public interface SignIn {
    /// As [#open(boolean)], for the listener whose plays these are.
    default Visit open() {
        return open(false);
    }

    /// Starts a sign-in and waits at an address of this machine for the service to send the listener back.
    ///
    /// @param other whether another listener may sign in than the one before; what is here is then of both
    /// @throws dev.mtm.problem.MtmException when no app is set up
    Visit open(boolean other);

    /// Forgets the sign-in here. The service itself still lists the app until the listener removes it
    /// there.
    ///
    /// @return whether there was one
    boolean forget();

    /// Who is signed in; empty when nobody is.
    Optional<Standing> standing();

    /// Why the sign-in that is here cannot be used on this machine; empty where it can, or nobody is signed
    /// in.
    Optional<MtmException> obstacle();

    /// How many calls to the service were made today, and whether it asked to wait.
    Calls calls();

    /// When a job of so many calls that begins now would have made the last of them; empty where it never
    /// would.
    Optional<Instant> forecast(int calls);

    /// Calls of today, a day of UTC.
    ///
    /// @param limit       the most calls of a day, as the listener set it
    /// @param pausedUntil no call is made before that; null: none is put off
    /// @param reason      why; null as before
    record Calls(
            int used,
            int limit,
            @Nullable Instant pausedUntil,
            @Nullable String reason) {
        /// Calls that are left today.
        public int left() {
            return Math.max(0, limit - used);
        }
    }

    /// A sign-in that was started. Close it.
    interface Visit extends AutoCloseable {
        /// The page of the service on which the listener agrees.
        URI page();

        /// Waits until the service has sent the listener back; empty when it did not in that time.
        ///
        /// @throws dev.mtm.problem.MtmException when the listener did not agree, is another, or the service
        /// refuses
        Optional<Standing> await(Duration atMost);

        /// Ends the sign-in with the address that the service sent the listener to, as a browser on another
        /// machine shows it.
        ///
        /// @throws dev.mtm.problem.MtmException when it is another address, or as [#await]
        Standing finish(String address);

        @Override
        void close();
    }

    /// A sign-in as it stands.
    ///
    /// @param user    the service's id of the listener
    /// @param name    what the service calls them; null when it does not tell
    /// @param scopes  what they agreed to
    /// @param endsAt  when the service wants them to agree again
    /// @param endedAt when the service refused it; null while it holds
    record Standing(
            String user,
            @Nullable String name,
            List<String> scopes,
            Instant since,
            Instant endsAt,
            @Nullable Instant endedAt) {
        public Standing {
            scopes = List.copyOf(scopes);
        }

        /// The name, else the id.
        public String called() {
            return name == null ? user : name;
        }
    }
}
