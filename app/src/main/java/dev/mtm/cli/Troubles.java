package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Answers a command that failed: place, trouble, remedy. A stack trace is for defects only.
public final class Troubles implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception trouble, CommandLine line, ParseResult parsed) {
        return tell(trouble, line.getErr());
    }

    /// Tells of a trouble.
    ///
    /// @return the exit status that goes with it
    public static int tell(Exception trouble, PrintWriter err) {
        if (trouble instanceof MtmException known) {
            tell(known.where() + ": " + known.getMessage(), known.fix(), err);
            return known.code().exitStatus();
        }
        StringWriter trace = new StringWriter();
        trouble.printStackTrace(new PrintWriter(trace, true));
        err.println("mtm: this is a defect in the program; please report it with these lines.");
        trace.toString()
                .lines()
                .map(text -> text.replace("\t", "    "))
                .map(Printable::line)
                .forEach(err::println);
        err.flush();
        return ErrorCode.INTERNAL.exitStatus();
    }

    static void tell(String what, String fix, PrintWriter err) {
        err.println("mtm: " + Printable.line(what) + ".");
        err.println("  " + Printable.line(fix));
        err.flush();
    }
}
