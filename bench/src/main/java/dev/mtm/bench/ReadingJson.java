package dev.mtm.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The bound of an import, warm and in memory: one file of an export, its tokens alone and with the kept fields taken.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC"})
public class ReadingJson {
    private static final long PLAYS = 100_000;
    private byte[] file = {};

    @Setup
    public void unpack() throws IOException {
        try (ZipFile zip = new ZipFile(Lives.export(PLAYS).toFile())) {
            file = zip.getInputStream(Collections.list(zip.entries()).getFirst())
                    .readAllBytes();
        }
    }

    @Benchmark
    public long tokens() throws IOException {
        return ParseBound.tokens(new ByteArrayInputStream(file));
    }

    @Benchmark
    public long keptFields() throws IOException {
        return ParseBound.keptFields(new ByteArrayInputStream(file));
    }
}
