package dev.mtm.imports;

/// Told how far an import is, about every thousand rows, on the thread that runs it.
@FunctionalInterface
public interface ImportProgress {
    /// @param path       the file being read
    /// @param rows       rows read so far, in all files
    /// @param bytes      bytes read so far, unpacked
    /// @param totalBytes bytes to read; 0 when that cannot be known
    void at(String path, long rows, long bytes, long totalBytes);

    /// Says nothing.
    static ImportProgress silent() {
        return (path, rows, bytes, totalBytes) -> {};
    }
}
