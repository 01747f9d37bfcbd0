package dev.mtm.web;

import dev.mtm.problem.MtmException;
import dev.mtm.question.Asker;
import dev.mtm.question.SearchIndex;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Searches, with one index for all requests. Where the store has changed, another one is made beside the requests, and
/// the old one answers until it is there. Only who comes before the first one waits for it.
final class Finder {
    private final Supplier<Library> open;
    private final Consumer<String> defects;
    private final AtomicReference<SearchIndex> latest;
    private final AtomicBoolean making = new AtomicBoolean();

    /// @param open    the store, for the thread that makes an index
    /// @param defects is told when that fails
    Finder(Supplier<Library> open, Consumer<String> defects) {
        this.open = open;
        this.defects = defects;
        this.latest = new AtomicReference<>(SearchIndex.EMPTY);
    }

    SearchIndex.Findings find(Library library, String text, LocalDate day) {
        LocalDate today = library.today();
        SearchIndex index = latest.get();
        if (!index.stamp().equals(library.directory().stamp(today))) {
            if (index.isEmpty()) {
                index = first(library, today);
            } else {
                prepare();
            }
        }
        return index.search(text, day, today);
    }

    /// One that finds words in the index, where that is of the store as it is now; else it reads the names itself.
    Asker asker(Library library) {
        SearchIndex index = latest.get();
        if (index.stamp().equals(library.directory().stamp(library.today()))) {
            return library.asker().with(index);
        }
        prepare();
        return library.asker();
    }

    private synchronized SearchIndex first(Library library, LocalDate today) {
        SearchIndex index = latest.get();
        if (!index.stamp().equals(library.directory().stamp(today))) {
            index = library.directory().index(today);
            latest.set(index);
        }
        return index;
    }

    /// Makes an index on a thread of its own, unless one does already.
    void prepare() {
        if (making.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("search-index").start(() -> {
                try (Library library = open.get()) {
                    latest.set(library.directory().index(library.today()));
                } catch (MtmException e) {
                    // The store cannot be read now; who searches is told why.
                } catch (RuntimeException e) {
                    defects.accept("no search index was made: " + e.getClass().getName());
                } finally {
                    making.set(false);
                }
            });
        }
    }
}
