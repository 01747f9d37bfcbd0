package dev.mtm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtm.db.Database;
import dev.mtm.db.TestStores;
import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestStores.Used.class)
final class SharedWorkTest {
    @TempDir
    Path folder;

    @Test
    void resultsComeInTheOrderOfTheItems() {
        try (Database database = TestStores.SQLITE.open();
                Library library = opened(database).get();
                SharedWork shared = new SharedWork(opened(database))) {
            List<Integer> items = IntStream.range(0, 200).boxed().toList();
            assertThat(shared.each(library, items, (own, item) -> item * 2))
                    .isEqualTo(items.stream().map(item -> item * 2).toList());
            assertThat(shared.each(library, List.of(), (own, item) -> item)).isEmpty();
        }
    }

    @Test
    void anotherThreadHelpsWithAStoreOfItsOwn() {
        try (Database database = TestStores.SQLITE.open();
                Library library = opened(database).get();
                SharedWork shared = new SharedWork(opened(database))) {
            Set<Library> libraries = ConcurrentHashMap.newKeySet();
            CountDownLatch both = new CountDownLatch(2);
            List<Boolean> met = shared.each(library, List.of("one", "other"), (own, item) -> {
                libraries.add(own);
                both.countDown();
                return await(both);
            });
            assertThat(met).containsExactly(true, true);
            assertThat(libraries).hasSize(2).contains(library);
        }
    }

    @Test
    void theFirstFailureIsToldAndTheNextRequestIsServed() {
        try (Database database = TestStores.SQLITE.open();
                Library library = opened(database).get();
                SharedWork shared = new SharedWork(opened(database))) {
            assertThatThrownBy(() -> shared.each(library, List.of(1, 2, 3), (own, item) -> {
                        if (item > 1) {
                            throw new MtmException(ErrorCode.NOT_FOUND, "no " + item, "it", "Ask for 1.");
                        }
                        return item;
                    }))
                    .isInstanceOf(MtmException.class)
                    .hasMessageContaining("no 2");
            assertThat(shared.each(library, List.of(1, 2), (own, item) -> item)).containsExactly(1, 2);
        }
    }

    @Test
    void whereNoHelperCanOpenTheStoreTheRequestDoesItsWorkAlone() {
        try (Database database = TestStores.SQLITE.open();
                Library library = opened(database).get();
                SharedWork shared = new SharedWork(() -> {
                    throw new MtmException(ErrorCode.DATABASE_BUSY, "not now", "the store", "Try again.");
                })) {
            assertThat(shared.each(library, List.of(1, 2, 3), (own, item) -> {
                        assertThat(own).isSameAs(library);
                        return item;
                    }))
                    .containsExactly(1, 2, 3);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Supplier<Library> opened(Database store) {
        return TestLibrary.of(store, LocalDate.of(2024, 6, 1), ZoneOffset.UTC, folder);
    }
}
