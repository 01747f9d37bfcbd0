package dev.mtm.app;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Where libraries log: nowhere, until a server opens its log. Then warnings and errors become a line each, with the
/// kind and the text of the trouble and no trace.
public final class ServerLog implements SLF4JServiceProvider {
    private static volatile @Nullable ServerLine line;
    private static volatile @Nullable ServerLine whole;

    /// Takes one event.
    private interface ServerLine {
        void write(String text);
    }

    /// From here on events are printed.
    static void open(PrintWriter err, Clock clock) {
        ServerLine out = text -> {
            synchronized (err) {
                err.println(text);
                err.flush();
            }
        };
        whole = out;
        line = text -> out.write(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + oneLine(text));
    }

    /// Prints an event of the server itself.
    static void tell(String text) {
        ServerLine open = line;
        if (open != null) {
            open.write(text);
        }
    }

    /// Prints a line that tells its own time.
    static void print(String text) {
        ServerLine open = whole;
        if (open != null) {
            open.write(text);
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return LineLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return new BasicMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class LineLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        LineLogger(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            String text = MessageFormatter.basicArrayFormat(message, arguments);
            tell(level + " " + name.replaceFirst(".*\\.", "") + ": " + text
                    + (cause == null ? "" : " (" + cause + ")"));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return line != null;
        }

        @Override
        public boolean isErrorEnabled() {
            return line != null;
        }
    }
}
