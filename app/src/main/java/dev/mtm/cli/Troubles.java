package dev.mtm.cli;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import dev.mtm.render.Wording;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Answers a command that failed: place, trouble, remedy. A stack trace is for defects only.
final class Troubles implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception trouble, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (trouble instanceof MtmException known) {
            err.println("mtm: " + Wording.visible(known.where() + ": " + known.getMessage()) + ".");
            err.println("  " + Wording.visible(known.fix()));
            err.flush();
            return known.code().exitStatus();
        }
        err.println("mtm: this is a defect in the program; please report it with these lines.");
        trouble.printStackTrace(err);
        err.flush();
        return ErrorCode.INTERNAL.exitStatus();
    }
}
