package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.language.AccountChange;
import ledger.language.AccountEvent;
import ledger.projections.RandomHistory.Step;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is promised of every projection, so that generations, rebuilds and the comparison of digests work with it. A check
 * throws an {@link AssertionError} where the promise is broken.
 */
enum ProjectionContract {
    /** Before the first event it has the digest of nothing. */
    STARTS_EMPTY {
        @Override
        void check(Projection projection) {
            try (ProjectionDriver driver = new ProjectionDriver(projection)) {
                assertThat(ModelDigest.of(projection, driver)).isEqualTo(ModelDigest.EMPTY);
            }
        }
    },

    /** It keeps something of a history, and folds events of every kind. */
    KEEPS_WHAT_HAPPENED {
        @Override
        void check(Projection projection) {
            assertThat(digest(projection, history())).isNotEqualTo(ModelDigest.EMPTY);
        }
    },

    /** Events that come again change nothing: each at once, and all of them from the first one on. */
    FOLDS_AN_EVENT_ONCE {
        @Override
        void check(Projection projection) {
            List<AccountEvent> twice =
                    history().stream().flatMap(event -> Stream.of(event, event)).collect(Collectors.toList());
            twice.addAll(history());
            assertThat(digest(projection, twice)).isEqualTo(digest(projection, history()));
        }
    },

    /** A rebuild gives the same model. */
    IS_REBUILT_EQUAL {
        @Override
        void check(Projection projection) {
            assertThat(digest(projection, history())).isEqualTo(digest(projection, history()));
        }
    },

    /** It does not matter how the events of accounts lie between those of others. */
    FOLLOWS_FROM_EACH_ACCOUNT {
        @Override
        void check(Projection projection) {
            List<AccountEvent> accountByAccount = history().stream()
                    .sorted(Comparator.comparing(AccountEvent::accountId))
                    .toList();
            assertThat(digest(projection, accountByAccount)).isEqualTo(digest(projection, history()));
        }
    },

    /** What it knows is in its stores: a task that starts on them goes on where another one ended. */
    KEEPS_ALL_IN_ITS_STORES {
        @Override
        void check(Projection projection) {
            try (ProjectionDriver driver = new ProjectionDriver(projection)) {
                history().forEach(event -> projection.folder(over(driver)).fold(event));
                assertThat(ModelDigest.of(projection, driver)).isEqualTo(digest(projection, history()));
            }
        }
    },

    /** One minor unit more in any kind of movement is another model. */
    TELLS_A_CENT {
        @Override
        void check(Projection projection) {
            ModelDigest digest = digest(projection, history());
            for (int step : movementOfEachKind()) {
                assertThat(digest(projection, events(historyWith(step))))
                        .as("a cent more in step " + step)
                        .isNotEqualTo(digest);
            }
        }
    },

    /** It goes on after versions that never came, and says which; that they come later changes nothing. */
    SAYS_WHAT_IS_MISSING {
        @Override
        void check(Projection projection) {
            List<AccountEvent> all = history();
            AccountEvent lost = all.stream()
                    .filter(event -> event.version() == 3)
                    .findFirst()
                    .orElseThrow();
            List<AccountEvent> rest = new ArrayList<>(all);
            rest.remove(lost);
            try (ProjectionDriver driver = new ProjectionDriver(projection)) {
                driver.fold(rest.stream());
                ModelDigest digest = ModelDigest.of(projection, driver);
                driver.fold(lost);
                assertThat(driver.gaps()).containsExactly(projection.name() + " " + lost.accountId() + " 3..3");
                assertThat(ModelDigest.of(projection, driver)).isEqualTo(digest);
            }
        }
    };

    private static final long SEED = 4;
    private static final int STEPS = 400;

    /** Throws an {@link AssertionError} if the projection breaks it. */
    abstract void check(Projection projection);

    /** Always the same events, some of every kind. */
    static List<AccountEvent> history() {
        return events(historyWith(RandomHistory.NOWHERE));
    }

    private static RandomHistory historyWith(int oneMoreAt) {
        List<String> accounts = List.of("a:1", "a:2", "a:b:3", "c", "d");
        return new RandomHistory(new SplittableRandom(SEED), accounts, List.of(Events.EUR), STEPS, oneMoreAt);
    }

    private static List<AccountEvent> events(RandomHistory history) {
        return history.steps().stream().map(Step::event).toList();
    }

    /** The first step of each kind of change that moves something. */
    private static Set<Integer> movementOfEachKind() {
        List<Step> steps = historyWith(RandomHistory.NOWHERE).steps();
        return IntStream.range(0, steps.size())
                .boxed()
                .filter(step -> steps.get(step).fact().moved().signum() != 0)
                .collect(Collectors.toMap(step -> kind(steps.get(step)), step -> step, (first, _) -> first))
                .values()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Class<? extends AccountChange> kind(Step step) {
        return step.event().change().getClass();
    }

    private static ModelDigest digest(Projection projection, List<AccountEvent> events) {
        try (ProjectionDriver driver = new ProjectionDriver(projection)) {
            driver.fold(events.stream());
            return ModelDigest.of(projection, driver);
        }
    }

    private static FoldContext over(ProjectionDriver driver) {
        return new FoldContext() {
            @Override
            public <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store) {
                return driver.writable(store);
            }

            @Override
            public VersionGate gate() {
                return new VersionGate("contract", (_, _, _, _) -> {});
            }
        };
    }
}
