package dev.mtm.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lets another target work on a file while the next one is made. At most one file waits. Closing waits for the last
/// one; an error of the other target is thrown by the call after it.
final class Handover implements Export.Target, AutoCloseable {
    private final Export.Target target;
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private Future<?> pending = CompletableFuture.completedFuture(null);

    Handover(Export.Target target) {
        this.target = target;
    }

    @Override
    public void file(String name, ByteArrayOutputStream content) throws IOException {
        awaitPending();
        pending = worker.submit(() -> {
            target.file(name, content);
            return null;
        });
    }

    private void awaitPending() throws IOException {
        try {
            pending.get();
        } catch (ExecutionException failure) {
            throw new IOException("could not write a file of the life: " + failure.getCause(), failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was written");
        }
    }

    @Override
    public void close() throws IOException {
        try (worker) {
            awaitPending();
        }
    }
}
