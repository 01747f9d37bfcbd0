package dev.mtm.fakes.spotify;

import org.jspecify.annotations.Nullable;

/// A request that the Web API refuses, with the status and the message of its answer.
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    ApiError(int status, String message) {
        this(status, message, null);
    }

    ApiError(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    Reply reply() {
        return Reply.error(status, String.valueOf(getMessage()), null);
    }
}
