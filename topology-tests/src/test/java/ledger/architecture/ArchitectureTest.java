package ledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold of the application, and each of them can be broken. */
class ArchitectureTest {
    private static final JavaClasses APPLICATION =
            new ClassFileImporter().withImportOption(ArchitectureTest::isMain).importPackages("ledger");

    @TempDir
    Path directory;

    private static boolean isMain(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }

    /** Each rule with sources that break it: a source a string, its first line the package. */
    static Stream<Arguments> rules() {
        return Stream.of(
                broken("language stands alone", ArchitectureRules.LANGUAGE_STANDS_ALONE, """
                        package ledger.language;
                        class Logging { Object log = org.slf4j.LoggerFactory.getLogger("x"); }"""),
                broken("domain knows only the language", ArchitectureRules.DOMAIN_KNOWS_ONLY_THE_LANGUAGE, """
                        package ledger.commands.domain;
                        class Encoding { Object codec = ledger.codec.LedgerSerdes.accountStates(); }"""),
                broken("schemas know no user", ArchitectureRules.SCHEMAS_KNOW_NO_USER, """
                        package ledger.serde;
                        class Deciding { ledger.commands.domain.Decision decision; }"""),
                broken("commands know no read side", ArchitectureRules.COMMANDS_KNOW_NO_READ_SIDE, """
                        package ledger.commands.topology;
                        class Reading { ledger.projections.Projection projection; }"""),
                broken("projections know no write side", ArchitectureRules.PROJECTIONS_KNOW_NO_WRITE_SIDE, """
                        package ledger.projections.balances;
                        class Deciding { ledger.commands.domain.Decision decision; }"""),
                broken("projections know no API", ArchitectureRules.PROJECTIONS_KNOW_NO_WRITE_SIDE, """
                        package ledger.projections.balances;
                        class Asking { ledger.api.problems.Problem problem; }"""),
                broken("streams are created at start-up", ArchitectureRules.STREAMS_ARE_CREATED_AT_START_UP, """
                        package ledger.api.http;
                        class Running {
                            Object streams = new org.apache.kafka.streams.KafkaStreams(
                                    new org.apache.kafka.streams.Topology(), new java.util.Properties());
                        }"""),
                broken("Javalin is created at start-up", ArchitectureRules.JAVALIN_IS_CREATED_AT_START_UP, """
                        package ledger.api.metrics;
                        class Listening { Object server = io.javalin.Javalin.create(); }"""),
                broken("no cycles", ArchitectureRules.NO_CYCLES, """
                        package ledger.api.http;
                        public class Here { ledger.api.server.There there; }""", """
                        package ledger.api.server;
                        public class There { ledger.api.http.Here here; }"""),
                broken("no java.util.logging", ArchitectureRules.NO_JAVA_UTIL_LOGGING, """
                        package ledger.api.http;
                        class Logging { Object log = java.util.logging.Logger.getLogger("x"); }"""),
                broken("only the command line prints", ArchitectureRules.ONLY_THE_COMMAND_LINE_PRINTS, """
                        package ledger.api.server;
                        class Printing { void print() { System.out.println(); } }"""),
                broken("no sleeping", ArchitectureRules.NO_SLEEPING, """
                        package ledger.api.http;
                        class Sleeping { void sleep() throws Exception { Thread.sleep(1); } }"""),
                broken("no sleeping by unit", ArchitectureRules.NO_SLEEPING, """
                        package ledger.api.http;
                        class Sleeping { void sleep() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); } }"""),
                broken("no sleeping inside", ArchitectureRules.NO_SLEEPING, """
                        package ledger.api.http;
                        class Sleeping { Runnable inside = () -> java.util.concurrent.locks.LockSupport.parkNanos(1); }"""),
                broken("decisions ask no clock", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.commands.domain;
                        class Timing { Object now = java.time.Instant.now(); }"""),
                broken("decisions refer to no clock", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.commands.domain;
                        class Timing { java.util.function.Supplier<Object> now = java.time.Instant::now; }"""),
                broken("decisions get no clock", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.commands.domain;
                        record Timing(java.time.Clock clock) {}"""),
                broken("decisions leave nothing to chance", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.commands.domain;
                        class Chance { int number = new java.util.Random().nextInt(); }"""),
                broken("decisions make no ids", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.commands.domain;
                        class Chance { Object id = java.util.UUID.randomUUID(); }"""),
                broken("decisions do not log", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.commands.domain;
                        class Logging { Object log = org.slf4j.LoggerFactory.getLogger("x"); }"""),
                broken("folds ask no clock", ArchitectureRules.DECISIONS_AND_FOLDS_ARE_PURE, """
                        package ledger.projections.balances;
                        abstract class Timing implements ledger.projections.EventFolder {
                            long now = System.currentTimeMillis();
                        }"""));
    }

    private static Arguments broken(String name, ArchRule rule, String... sources) {
        Named<ArchRule> named = named(name, rule);
        return arguments(named, named("sources that break it", List.of(sources)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(ArchRule rule, List<String> sourcesThatBreakIt) {
        assertThat(violations(rule, APPLICATION)).isEmpty();
        JavaClasses broken = new ClassFileImporter().importPath(Sources.compile(sourcesThatBreakIt, directory));
        assertThat(broken).hasSameSizeAs(sourcesThatBreakIt);
        assertThat(violations(rule, broken)).isNotEmpty();
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        EvaluationResult result = rule.allowEmptyShould(true).evaluate(classes);
        return result.getFailureReport().getDetails();
    }

    @Test
    void looksAtAllModulesAndNotAtTests() {
        assertThat(APPLICATION)
                .extracting(JavaClass::getName)
                .contains(
                        "ledger.language.Amount",
                        "ledger.records.AccountEvent",
                        "ledger.commands.domain.AccountDecider",
                        "ledger.projections.ReadModel",
                        "ledger.api.LedgerMain")
                .noneMatch(name -> name.endsWith("Test"));
    }

    @Test
    void whoMaySleepDoes() {
        assertThat(APPLICATION.stream()
                        .filter(type -> type.getAccessesFromSelf().stream().anyMatch(ArchitectureRules::isSleep))
                        .map(type -> ArchitectureRules.outermost(type).getName())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ArchitectureRules.MAY_SLEEP.keySet());
    }
}
