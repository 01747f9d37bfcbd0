package dev.mtm.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library. The driver unpacks it from its jar at every start, unless `org.sqlite.lib.path` names a
/// folder that has it; where that one does not load, the driver unpacks as ever.
public final class NativeLibrary {
    private NativeLibrary() {}

    /// Puts the library for this machine into `folder`, and does nothing where the driver has none for it.
    /// Renamed into place: a process that runs from an older one keeps it.
    public static void unpackTo(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
            if (library != null) {
                Files.createDirectories(folder);
                Path unpacked = Files.createTempFile(folder, name, null);
                Files.copy(library, unpacked, StandardCopyOption.REPLACE_EXISTING);
                Files.move(unpacked, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
