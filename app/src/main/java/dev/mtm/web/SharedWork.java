package dev.mtm.web;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Work of one request that other threads help with, as many as there are processors besides its own. Each helper has
/// the store open for itself. Where all are busy with other requests, the request does its work alone.
final class SharedWork implements AutoCloseable {
    private final Supplier<Library> open;
    private final int most = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private final ExecutorService helpers = Executors.newFixedThreadPool(
            most, Thread.ofPlatform().daemon().name("page-helper-", 1).factory());

    /// @param open the store, for a helper
    SharedWork(Supplier<Library> open) {
        this.open = open;
    }

    /// Does some work for each item.
    ///
    /// @return the results, in the order of the items
    /// @throws RuntimeException what the work threw for the first item that it threw for
    <I, O> List<O> each(Library library, List<I> items, BiFunction<Library, I, O> work) {
        Batch<I, O> batch = new Batch<>(items, work);
        for (int i = 0; i < Math.min(most, items.size() - 1); i++) {
            helpers.execute(() -> help(batch));
        }
        batch.take(library);
        return batch.results();
    }

    private void help(Batch<?, ?> batch) {
        if (batch.isTaken()) {
            return;
        }
        try (Library library = open.get()) {
            batch.take(library);
        } catch (RuntimeException e) {
            // Nothing was taken without a result, so the request does all by itself, and tells what is wrong.
            return;
        }
    }

    @Override
    public void close() {
        helpers.close();
    }

    /// Items, each taken by whoever is free.
    private static final class Batch<I, O> {
        private final List<I> items;
        private final BiFunction<Library, I, O> work;
        private final List<CompletableFuture<O>> results;
        private final AtomicInteger next = new AtomicInteger();

        Batch(List<I> items, BiFunction<Library, I, O> work) {
            this.items = items;
            this.work = work;
            this.results = Stream.generate(CompletableFuture<O>::new)
                    .limit(items.size())
                    .toList();
        }

        boolean isTaken() {
            return next.get() >= items.size();
        }

        void take(Library library) {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                try {
                    results.get(i).complete(work.apply(library, items.get(i)));
                } catch (RuntimeException | Error e) {
                    results.get(i).completeExceptionally(e);
                }
            }
        }

        List<O> results() {
            return results.stream().map(Batch::result).toList();
        }

        private static <O> O result(CompletableFuture<O> one) {
            try {
                return one.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }
}
