package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class AnswersTest {
    @Test
    void aVirtualThreadGivesThemSoon() throws InterruptedException {
        CountDownLatch given = new CountDownLatch(2);
        List<Boolean> virtual = new CopyOnWriteArrayList<>();
        try (Answers answers = new Answers()) {
            for (int i = 0; i < 2; i++) {
                answers.add(() -> {
                    virtual.add(Thread.currentThread().isVirtual());
                    given.countDown();
                });
            }
            answers.giveSoon();
            assertThat(given.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(virtual).containsExactly(true, true);
    }

    @Test
    void eachIsGivenOnceWhoeverGivesThem() throws InterruptedException {
        AtomicIntegerArray given = new AtomicIntegerArray(1_000);
        CountDownLatch all = new CountDownLatch(given.length());
        try (Answers answers = new Answers()) {
            for (int i = 0; i < given.length(); i++) {
                int number = i;
                answers.add(() -> {
                    given.incrementAndGet(number);
                    all.countDown();
                });
                if (i % 3 == 0) {
                    answers.giveSoon();
                } else if (i % 3 == 1) {
                    answers.give();
                }
            }
        } // gives what is left
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < given.length(); i++) {
            assertThat(given.get(i)).isEqualTo(1);
        }
    }
}
