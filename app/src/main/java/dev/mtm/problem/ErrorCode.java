package dev.mtm.problem;

/// What kind of trouble it is. The exit status of the command line and the status of an HTTP answer both come from
/// here.
public enum ErrorCode {
    /// A check that was asked for found something; the findings are already printed.
    CHECK_FAILED(1, 500),
    /// The command or a value in it cannot be understood.
    USAGE(2, 400),
    /// An input file cannot be read, or not to its end.
    BAD_INPUT(3, 422),
    /// The thing that was named does not exist.
    NOT_FOUND(4, 404),
    /// The database cannot be reached or opened.
    DATABASE_UNAVAILABLE(5, 503),
    /// Another process is writing.
    DATABASE_BUSY(6, 503),
    /// The store was made by a newer version of the program, or its migrations were changed.
    SCHEMA_MISMATCH(7, 500),
    /// The store breaks its own rules.
    STORE_DAMAGED(8, 500),
    /// The file or folder may not be written.
    READ_ONLY(9, 500),
    /// There is no room left on the disk.
    DISK_FULL(10, 507),
    /// What was asked would contradict what came later.
    CONFLICT(11, 409),
    /// The question exists but has nothing to stand on yet.
    NO_DATA(12, 409),
    /// The service that was asked wants a sign-in, or a new one; or this server does.
    SIGN_IN(13, 401),
    /// The service that was asked, or the budget of calls, says to wait.
    LATER(14, 503),
    /// The service that was asked does not answer, or nothing that can be used.
    REMOTE(15, 502),
    /// What was sent does not come from where it may come from.
    FORBIDDEN(16, 403),
    /// What was sent is more than is taken.
    TOO_LARGE(17, 413),
    /// A defect in the program.
    INTERNAL(70, 500);

    private final int exitStatus;
    private final int httpStatus;

    ErrorCode(int exitStatus, int httpStatus) {
        this.exitStatus = exitStatus;
        this.httpStatus = httpStatus;
    }

    /// The status with which the command line ends.
    public int exitStatus() {
        return exitStatus;
    }

    /// The status of an HTTP answer.
    public int httpStatus() {
        return httpStatus;
    }
}
