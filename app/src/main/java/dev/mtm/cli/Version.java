package dev.mtm.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Music Time Machine " + ofProgram()};
    }

    /// The number of this program's version; in words where it was not packaged.
    public static String ofProgram() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "(not packaged)");
    }
}
