package dev.mtm.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Mtm.class.getPackage().getImplementationVersion();
        return new String[] {"Music Time Machine " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
