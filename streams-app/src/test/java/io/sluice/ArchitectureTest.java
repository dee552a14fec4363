package io.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.UUID;

/** The direction of dependencies, and what the pure core may not know. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PURE = {
        "io.sluice.saga..",
        "io.sluice.effect..",
        "io.sluice.approval..",
        "io.sluice.policy..",
        "io.sluice.identity..",
        "io.sluice.idempotency..",
        "io.sluice.audit..",
        "io.sluice.catalog..",
        "io.sluice.claim..",
        "io.sluice.partition.."
    };

    private static final String[] SHELL = {
        "io.sluice.topology..",
        "io.sluice.provider..",
        "io.sluice.relay..",
        "io.sluice.query..",
        "io.sluice.console..",
        "io.sluice.cli.."
    };

    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");

    private static final DescribedPredicate<JavaAccess<?>> READS_A_CLOCK = describe(
            "reads a clock",
            access -> is(access, System.class.getName(), "currentTimeMillis")
                    || is(access, System.class.getName(), "nanoTime")
                    || (is(access, Clock.class.getName()) && access.getName().startsWith("system"))
                    || (CLOCKS.contains(owner(access)) && access.getName().equals("now"))
                    || is(access, Date.class.getName(), "<init>"));

    private static final DescribedPredicate<JavaAccess<?>> DRAWS_AT_RANDOM = describe(
            "draws at random",
            access -> is(access, UUID.class.getName(), "randomUUID") || is(access, Math.class.getName(), "random"));

    @ArchTest
    static final ArchRule pure_packages_know_no_infrastructure = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "org.apache.flink..",
                    "io.sluice.schemas..",
                    "org.apache.hc..",
                    "java.net.http..",
                    "com.sun.net..",
                    "io.javalin..",
                    "io.debezium..",
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule pure_packages_know_no_shell = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SHELL);

    @ArchTest
    static final ArchRule the_state_of_a_saga_knows_nothing_of_what_decides = noClasses()
            .that()
            .resideInAPackage("io.sluice.saga")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sluice.saga.machine..");

    @ArchTest
    static final ArchRule pure_packages_read_no_clock =
            noClasses().that().resideInAnyPackage(PURE).should().accessTargetWhere(READS_A_CLOCK);

    @ArchTest
    static final ArchRule pure_packages_draw_nothing_at_random =
            noClasses().that().resideInAnyPackage(PURE).should().accessTargetWhere(DRAWS_AT_RANDOM);

    @ArchTest
    static final ArchRule pure_packages_hold_no_source_of_randomness = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    java.util.Random.class,
                    java.security.SecureRandom.class,
                    java.util.SplittableRandom.class,
                    java.util.concurrent.ThreadLocalRandom.class,
                    java.util.random.RandomGenerator.class);

    @ArchTest
    static final ArchRule avro_stays_at_its_boundary = noClasses()
            .that(resideInAPackage("io.sluice..")
                    .and(DescribedPredicate.not(
                            resideInAnyPackage("io.sluice.topology.serde..", "io.sluice.schemas.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.avro..", "io.sluice.schemas..");

    @ArchTest
    static final ArchRule one_class_uses_the_relocated_registry_client = classes()
            .that()
            .resideInAPackage("io.sluice..")
            .and()
            .doNotHaveFullyQualifiedName("io.sluice.topology.serde.ConfluentRegistry")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching("io.sluice.(*)..").should().beFreeOfCycles();

    private static boolean is(JavaAccess<?> access, String owner, String name) {
        return is(access, owner) && access.getName().equals(name);
    }

    private static boolean is(JavaAccess<?> access, String owner) {
        return owner(access).equals(owner);
    }

    private static String owner(JavaAccess<?> access) {
        return access.getTargetOwner().getName();
    }
}
