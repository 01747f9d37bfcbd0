package dev.mtm.cli;

import java.net.URI;

/// A server that runs.
public interface Running extends AutoCloseable {
    /// Where its pages are.
    URI address();

    /// Ends it: no page is served any more, and a job that runs gets a few seconds to end.
    @Override
    void close();
}
