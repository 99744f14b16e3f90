package ledger.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import ledger.projections.EventFolder;
import ledger.projections.Projection;

/** Who may depend on whom, and who may do what: DESIGN, modules. */
final class ArchitectureRules {
    private static final String[] JDK = {"java..", "javax.crypto..", "org.jspecify.."};
    private static final String LANGUAGE = "ledger.language..";
    private static final String DOMAIN = "ledger.commands.domain..";
    private static final String COMMANDS = "ledger.commands..";
    private static final String PROJECTIONS = "ledger.projections..";
    private static final String API = "ledger.api..";

    /** Who may wait for a time instead of for a thing, and why. */
    static final Map<String, String> MAY_SLEEP = Map.of(
            "ledger.topics.TopicInitializer",
            "the broker tells nobody when a topic that it made is known everywhere",
            "ledger.api.broker.DeadBroker",
            "the controller tells nobody that it has declared a broker dead",
            "ledger.api.broker.EndingTransactions",
            "the broker tells nobody that a transaction has ended in all of its partitions",
            "ledger.api.cli.Terminal",
            "a client asks a server over HTTP how far it is, and waits between two questions",
            "ledger.api.server.LedgerServer",
            "Streams tell of their states, but replies and read models are asked",
            "ledger.projections.cluster.Gatherer",
            "while partitions move between instances, nobody tells when they can be asked again",
            "ledger.api.http.Routing",
            "while partitions move between instances, nobody tells when they can be asked again");

    private static final Set<String> SLEEPERS =
            Set.of(Thread.class.getName(), TimeUnit.class.getName(), LockSupport.class.getName());

    private static final Set<String> MOMENTS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.ZonedDateTime",
            "java.time.OffsetDateTime",
            "java.time.Year",
            "java.time.YearMonth");

    static final ArchRule LANGUAGE_STANDS_ALONE = classes()
            .that()
            .resideInAPackage(LANGUAGE)
            .should()
            .onlyDependOnClassesThat(resideInAPackage(LANGUAGE).or(resideInAnyPackage(JDK)))
            .because("the language of the ledger knows no technology");

    static final ArchRule DOMAIN_KNOWS_ONLY_THE_LANGUAGE = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat(
                    resideInAPackage(DOMAIN).or(resideInAPackage(LANGUAGE)).or(resideInAnyPackage(JDK)))
            .because("what is decided does not depend on what carries it");

    static final ArchRule SCHEMAS_KNOW_NO_USER = noClasses()
            .that(resideInAPackage("ledger..").and(not(resideInAnyPackage(COMMANDS, PROJECTIONS, API))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(COMMANDS, PROJECTIONS, API)
            .because("everything is built on the shared language, and it on nothing");

    static final ArchRule COMMANDS_KNOW_NO_READ_SIDE = noClasses()
            .that()
            .resideInAPackage(COMMANDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROJECTIONS, API)
            .because("commands are decided on the shard's state alone");

    static final ArchRule PROJECTIONS_KNOW_NO_WRITE_SIDE = noClasses()
            .that()
            .resideInAPackage(PROJECTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(COMMANDS, API)
            .because("read models follow from the events alone");

    static final ArchRule STREAMS_ARE_CREATED_AT_START_UP = noClasses()
            .that(not(resideInAnyPackage("ledger.api.server..", "ledger.api.streams..")))
            .should()
            .callConstructorWhere(target("org.apache.kafka.streams.KafkaStreams", "<init>"))
            .because("what runs is put together in one place");

    static final ArchRule JAVALIN_IS_CREATED_AT_START_UP = noClasses()
            .that(not(resideInAnyPackage("ledger.api.server..", "ledger.api.http..")))
            .should()
            .accessTargetWhere(target("io.javalin.Javalin", "create", "start"))
            .because("what listens is put together in one place");

    static final ArchRule NO_CYCLES =
            slices().matching("ledger.(**)").namingSlices("ledger.$1").should().beFreeOfCycles();

    static final ArchRule NO_JAVA_UTIL_LOGGING = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("SLF4J is the way to log");

    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that(not(resideInAPackage("ledger.api.cli..")
                    .or(describe("the runner", type -> type.getName().equals("ledger.api.server.ServerRunner")))))
            .should()
            .accessTargetWhere(target("java.lang.System", "out", "err"))
            .because("standard output is for what the user asked for");

    static final ArchRule NO_SLEEPING = noClasses()
            .that(describe(
                    "are not allowed to",
                    type -> !MAY_SLEEP.containsKey(outermost(type).getName())))
            .should()
            .accessTargetWhere(describe("sleeping", ArchitectureRules::isSleep))
            .because("one waits for a thing, not for a time");

    static final ArchRule DECISIONS_AND_FOLDS_ARE_PURE = noClasses()
            .that(resideInAnyPackage(DOMAIN, LANGUAGE)
                    .or(assignableTo(EventFolder.class))
                    .or(assignableTo(Projection.class)))
            .should()
            .accessTargetWhere(describe("the clock or chance", ArchitectureRules::isImpure))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)|org\\.slf4j\\..*|java\\.lang\\.System\\$Logger")
            .because("the same log gives the same decisions and models, whenever it is read");

    private ArchitectureRules() {}

    private static DescribedPredicate<JavaAccess<?>> target(String owner, String... names) {
        Set<String> wanted = Set.of(names);
        return describe(
                owner + " " + String.join(", ", names),
                access -> access.getTargetOwner().getName().equals(owner)
                        && wanted.contains(access.getTarget().getName()));
    }

    static boolean isSleep(JavaAccess<?> access) {
        String name = access.getTarget().getName();
        return SLEEPERS.contains(access.getTargetOwner().getName())
                && (name.equals("sleep") || name.equals("parkNanos") || name.equals("parkUntil"));
    }

    private static boolean isImpure(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        return switch (owner.getName()) {
            case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(name);
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.lang.Math" -> name.equals("random");
            default ->
                MOMENTS.contains(owner.getName())
                        ? name.equals("now")
                        : owner.isAssignableTo("java.util.random.RandomGenerator");
        };
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }
}
