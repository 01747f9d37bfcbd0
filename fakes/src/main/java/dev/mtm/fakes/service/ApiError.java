package dev.mtm.fakes.service;

import org.jspecify.annotations.Nullable;

/// A request that a service refuses, with the status and the message of its answer.
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public ApiError(int status, String message) {
        this(status, message, null);
    }

    public ApiError(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    public Reply reply() {
        return Reply.error(status, String.valueOf(getMessage()), null);
    }
}
