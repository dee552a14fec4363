package io.sluice.sandbox.simulation.invariant;

import io.sluice.catalog.VersionRules;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.AttemptKind;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.TargetCheck;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.LedgerHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 4. A call is for the version that its target has, by its owner's word: the claim ledger tells the latest that it has heard,
 * and tells it anew before each call; what is for another version then is not called, or is decided anew for that one.
 */
final class MadeForItsVersion extends Invariant {

    /** What was told is good for so long, and so long it may be on its way. */
    private static final Duration GOOD = Duration.ofSeconds(1 + 15);

    private final Contracts contracts;
    private final Duration clocksApart;
    private final Map<String, ClaimMessage.VersionReport> reports = new HashMap<>();
    private final Map<String, TargetVersion> latest = new HashMap<>();
    private final Map<String, List<Told>> told = new HashMap<>();
    private final Map<String, Told> lastTold = new HashMap<>();
    private final Map<String, Instant> checks = new HashMap<>();
    private final Map<String, Set<String>> left = new HashMap<>();
    private final Set<String> reconsidered = new HashSet<>();

    /** What a saga was told, and when by the clock of the ledger; null where nobody had said anything. */
    private record Told(@Nullable String version, Instant at) {}

    /**
     * @param clocksApart how far the clocks of two processes may be apart
     */
    MadeForItsVersion(Contracts contracts, Duration clocksApart) {
        super(4);
        this.contracts = contracts;
        this.clocksApart = clocksApart;
    }

    @Override
    public void reads(int partition, String incarnation, Inbound record) {
        if (record instanceof Inbound.Claimed claimed
                && claimed.message() instanceof ClaimMessage.VersionReport report) {
            reports.put(report.claimId(), report);
        }
    }

    @Override
    public void ledgered(LedgerHome home, LedgerEvent event, Instant at) {
        switch (event) {
            case LedgerEvent.VersionHeard heard -> heard(heard.target());
            case LedgerEvent.VersionPassedOver passed -> passedOver(passed, at);
            case LedgerEvent.VersionTold answer -> {
                String version = version(answer.target());
                require(
                        Objects.equals(version, version(latest.get(answer.key()))),
                        "%s is told version %s, and the owner said %s last",
                        answer.claimId(),
                        version,
                        version(latest.get(answer.key())));
                told.computeIfAbsent(answer.claimId(), none -> new ArrayList<>())
                        .add(new Told(version, at));
            }
            default -> {}
        }
    }

    private void heard(TargetVersion said) {
        TargetVersion known = latest.put(said.key(), said);
        require(
                known == null || !isOlder(said.version(), said.changedAt(), known),
                "%s is believed, and %s was said of a later time",
                said,
                known);
    }

    private void passedOver(LedgerEvent.VersionPassedOver passed, Instant at) {
        ClaimMessage.VersionReport report = reports.get(passed.claimId());
        TargetVersion known = latest.get(passed.key());
        if (report == null || known == null) {
            require(false, "%s is passed over, and nothing better is known", passed);
            return;
        }
        Instant said = report.target().changedAt();
        Instant changedAt = said.isAfter(at) ? at : said;
        boolean isNews = isOther(passed.version(), changedAt, known);
        require(
                !isNews || isOlder(passed.version(), changedAt, known),
                "%s is passed over, and is news after %s",
                passed,
                known);
    }

    private static boolean isOlder(String version, Instant changedAt, TargetVersion known) {
        boolean areNumbers = isNumber(version) && isNumber(known.version());
        return areNumbers ? TargetVersion.isBefore(version, known.version()) : changedAt.isBefore(known.changedAt());
    }

    /** A version that is no number may come again. */
    private static boolean isOther(String version, Instant changedAt, TargetVersion known) {
        boolean isAgain = !isNumber(version) && changedAt.isAfter(known.changedAt());
        return isAgain || !TargetVersion.isSame(version, known.version());
    }

    private static boolean isNumber(String version) {
        return version.chars().allMatch(Character::isDigit);
    }

    private static @Nullable String version(@Nullable TargetVersion target) {
        return target == null ? null : target.version();
    }

    @Override
    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case SagaEvent.VersionChecked checked -> checked(recorded, checked);
            case SagaEvent.VersionReloaded reloaded -> reloaded(recorded, reloaded);
            case SagaEvent.VersionLeft version -> left(recorded, version);
            case SagaEvent.VersionFollowed followed -> checks.remove(id(recorded, followed.effect()));
            case SagaEvent.ApprovalRequested asked -> checks.remove(id(recorded, asked.effect()));
            case SagaEvent.ApprovalGranted granted -> reconsidered.remove(id(recorded, granted.effect()));
            case SagaEvent.AttemptStarted started -> {
                if (started.attempt().kind() == AttemptKind.CALL
                        && started.effect().direction() == Direction.FORWARD) {
                    started(recorded, started);
                }
            }
            default -> {}
        }
    }

    private void checked(Recorded recorded, SagaEvent.VersionChecked checked) {
        String id = id(recorded, checked.effect());
        Told last = told.getOrDefault(checked.claimId(), List.of()).stream()
                .filter(one -> Objects.equals(one.version(), checked.known()))
                .reduce((first, second) -> second)
                .orElse(null);
        require(last != null, "%s goes by version %s, which it was not told", id, checked.known());
        checks.remove(id);
        if (last != null) {
            lastTold.put(id, last);
        }
        if (!checked.passes() || last == null) {
            return;
        }
        String known = checked.known();
        require(
                known == null
                        || !left.getOrDefault(target(recorded, checked.effect()), Set.of())
                                .contains(known),
                "%s passes with version %s, which the saga itself has left",
                id,
                known);
        boolean isRight = known == null
                ? contract(recorded, checked.effect()).unknownAllowed()
                : TargetVersion.isSame(known, checked.expected());
        require(isRight, "%s is for version %s, and passes with %s", id, checked.expected(), known);
        checks.put(id, last.at());
    }

    private void reloaded(Recorded recorded, SagaEvent.VersionReloaded reloaded) {
        String id = id(recorded, reloaded.effect());
        VersionRules.OnStale onStale = contract(recorded, reloaded.effect()).onStale();
        require(
                onStale != VersionRules.OnStale.REJECT,
                "%s is for version %s now, and its contract refuses it",
                id,
                reloaded.version());
        Told last = lastTold.get(id);
        require(
                last != null && reloaded.version().equals(last.version()),
                "%s is for version %s now, which it was not told",
                id,
                reloaded.version());
        require(
                !left.getOrDefault(target(recorded, reloaded.effect()), Set.of())
                        .contains(reloaded.version()),
                "%s goes back to version %s, which the saga itself has left",
                id,
                reloaded.version());
        if (last != null) {
            checks.put(id, last.at());
        }
        if (onStale == VersionRules.OnStale.ASK) {
            reconsidered.add(id);
        }
    }

    /** The saga itself has changed its target: what was told before that counts for nothing. */
    private void left(Recorded recorded, SagaEvent.VersionLeft version) {
        TargetCheck check = effect(recorded, version.effect()).target();
        if (check != null) {
            Set<String> versions = left.computeIfAbsent(target(recorded, version.effect()), none -> new HashSet<>());
            versions.add(check.expected());
            versions.remove(version.version());
        }
    }

    private static String target(Recorded recorded, EffectRef ref) {
        Command command =
                recorded.saga().step(ref.step()).map(recorded.saga()::commandOf).orElseThrow();
        return recorded.sagaId() + " " + command.targetType() + " " + command.targetId();
    }

    private void started(Recorded recorded, SagaEvent.AttemptStarted started) {
        Effect before = recorded.before() == null ? null : recorded.before().effect(started.effect());
        String id = id(recorded, started.effect());
        Instant toldAt = checks.remove(id);
        if (before == null || !isWanted(recorded, started.effect(), before)) {
            return;
        }
        String intent = started.attempt().intentId();
        require(toldAt != null, "%s may be called, and nobody has looked at the version of its target", intent);
        if (toldAt != null && before.progress().waiting() == null) {
            Duration age = Duration.between(toldAt, recorded.at());
            require(age.compareTo(GOOD.plus(clocksApart)) <= 0, "%s goes by what was told %s before", intent, age);
        }
        @Nullable Approval approval = before.approval();
        require(
                !reconsidered.contains(id) || (approval != null && approval.isGranted()),
                "%s is for another version than was proposed, and nobody has agreed",
                intent);
    }

    /** What may have happened already is not asked about: the change may be its own. */
    private static boolean isWanted(Recorded recorded, EffectRef ref, Effect effect) {
        String expected = recorded.saga()
                .step(ref.step())
                .map(step -> recorded.saga().commandOf(step).expectedVersion())
                .orElse(null);
        return expected != null
                && !effect.tool().effectType().isPure()
                && !effect.progress().doubt();
    }

    private VersionRules contract(Recorded recorded, EffectRef ref) {
        return contracts.of(effect(recorded, ref).tool()).versions();
    }

    private static Effect effect(Recorded recorded, EffectRef ref) {
        Effect effect = recorded.saga().effect(ref);
        if (effect == null) {
            throw new IllegalStateException("no effect " + ref);
        }
        return effect;
    }

    private static String id(Recorded recorded, EffectRef ref) {
        return recorded.sagaId() + " " + ref;
    }
}
