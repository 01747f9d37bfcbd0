package dev.mtm.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/// Reads the files of one format, row after row; holds no more than a row in memory.
interface PlayReader {
    /// Whether a record with these fields is of this format.
    boolean recognises(Set<String> fields);

    /// What [#recognises] looks for, in words.
    String mark();

    /// Whether the records stand one after the other, rather than in a list.
    default boolean isLines() {
        return false;
    }

    /// Reads a file from its first byte. A row that cannot be read is a rejection; the rows after it still come.
    ///
    /// @return false when the file breaks off or is damaged, where the last rejection says
    /// @throws IOException when the input itself cannot be read further
    boolean read(InputStream in, PlaySink sink) throws IOException;
}
