package dev.mtm.net;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Why a service did not give what was asked. There are three ways to go on: sign in again, ask later, or give up.
public abstract sealed class RemoteFailure extends RuntimeException {
    private final String why;

    private RemoteFailure(String why, @Nullable Throwable cause) {
        super(why, cause);
        this.why = why;
    }

    /// What the service said or did; a sentence about "it" without a full stop.
    public String why() {
        return why;
    }

    /// The service does not take the access token.
    public static final class Unauthorised extends RemoteFailure {
        public Unauthorised(String message) {
            super(message, null);
        }
    }

    /// The same call may succeed later.
    public static final class RetryLater extends RemoteFailure {
        private final Instant until;

        /// @param until before that no call is made
        public RetryLater(String message, Instant until, @Nullable Throwable cause) {
            super(message, cause);
            this.until = until;
        }

        public Instant until() {
            return until;
        }
    }

    /// The same call will not succeed.
    public static final class Unrecoverable extends RemoteFailure {
        private final int status;

        /// @param status of HTTP
        public Unrecoverable(String message, int status) {
            super(message, null);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
