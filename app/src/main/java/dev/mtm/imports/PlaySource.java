package dev.mtm.imports;

/// Plays that come from elsewhere than files. They get verdicts, and can be undone, like those of a file.
public interface PlaySource {
    /// What stands for the path of a file in the list of imports; holds no secret.
    String path();

    /// The word for the kind of source.
    String format();

    /// Tells all rows, in an order that is always the same. Runs on a thread of its own.
    void tell(PlaySink sink);
}
