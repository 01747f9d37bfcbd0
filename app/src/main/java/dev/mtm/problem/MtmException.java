package dev.mtm.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A wrong setting, a database or a remote that does not answer: what is wrong, where, and what to do.
/// Bad rows of input are not exceptions but rejections, which are counted and shown.
public final class MtmException extends RuntimeException {
    private final ErrorCode code;
    private final String where;
    private final String fix;

    /// @param what  one sentence without a full stop, free of secrets
    /// @param where the file, setting, database or row that it is about
    /// @param fix   what the reader can do now; an imperative sentence
    public MtmException(ErrorCode code, String what, String where, String fix) {
        this(code, what, where, fix, null);
    }

    /// The same, keeping the `cause` for the log.
    public MtmException(ErrorCode code, String what, String where, String fix, @Nullable Throwable cause) {
        super(what, cause);
        this.code = Objects.requireNonNull(code);
        this.where = Objects.requireNonNull(where);
        this.fix = Objects.requireNonNull(fix);
    }

    public ErrorCode code() {
        return code;
    }

    /// The file, setting, database or row that it is about.
    public String where() {
        return where;
    }

    /// What the reader can do now.
    public String fix() {
        return fix;
    }

    /// The message as a reader sees it: place, trouble, remedy.
    public String forReaders() {
        return where + ": " + getMessage() + ".\n  " + fix;
    }
}
