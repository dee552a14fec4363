package io.sluice.policy;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelAttributePattern;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.PartialVars;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A condition in the Common Expression Language, compiled. It sees {@link Facts} and nothing else, and costs no more than
 * its bounds allow: {@link #MAX_LENGTH} characters, {@link #MAX_ITERATIONS} turns of its loops, patterns in linear time,
 * and values that do not grow ({@link Growth}).
 */
public final class Condition {
    static final int MAX_LENGTH = 4000;
    static final int MAX_ITERATIONS = 1000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_PATTERN = 200;

    private static final CelAttributePattern ARGUMENTS =
            CelAttributePattern.create("step").qualify(CelAttribute.Qualifier.ofString("arguments"));
    private static final CelAttributePattern[] ALL_BUT_CONTRACT = Stream.concat(
                    Facts.FIELDS.keySet().stream(), Stream.of(Facts.TIME))
            .filter(variable -> !variable.equals(Facts.CONTRACT))
            .map(CelAttributePattern::create)
            .toArray(CelAttributePattern[]::new);
    private static final Cel CEL = cel();

    private final String text;
    private final CelRuntime.Program program;

    /** What came of an evaluation. */
    sealed interface Result {
        /** It holds, or it does not. */
        record Known(boolean holds) implements Result {}

        /** It depends on what is not known yet. */
        record NotYet() implements Result {}

        /** It cannot be evaluated. */
        record Broken(String why) implements Result {}
    }

    private Condition(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /**
     * Compiles a condition.
     *
     * @throws IllegalArgumentException with what is wrong and what to do
     */
    public static Condition compile(String text) {
        try {
            CelAbstractSyntaxTree tree = CEL.compile(text).getAst();
            Set<String> unknown = unknownFields(tree);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(
                        "asks for " + String.join(", ", unknown) + ", which no question has: correct the name.");
            }
            Optional<String> growth = Growth.problem(tree);
            if (growth.isPresent()) {
                throw new IllegalArgumentException(growth.get());
            }
            return new Condition(text, CEL.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            throw new IllegalArgumentException(
                    "is no condition in CEL (" + first.replaceFirst("^ERROR: <input>:", "at ") + "): correct it.", e);
        }
    }

    Result evaluate(Facts facts) {
        try {
            return result(
                    facts.argumentsKnown()
                            ? program.eval(facts.variables())
                            : program.eval(PartialVars.of(facts.variables(), ARGUMENTS)));
        } catch (CelEvaluationException | RuntimeException e) {
            return broken(e);
        }
    }

    /** Whether it holds for all that is proposed under a contract. */
    Result evaluateFor(Map<String, Object> contract) {
        try {
            return result(program.eval(PartialVars.of(Map.of(Facts.CONTRACT, contract), ALL_BUT_CONTRACT)));
        } catch (CelEvaluationException | RuntimeException e) {
            return broken(e);
        }
    }

    private static Result result(Object result) {
        return switch (result) {
            case Boolean holds -> new Result.Known(holds);
            case CelUnknownSet unknown -> new Result.NotYet();
            default -> new Result.Broken("it gives no answer of yes or no");
        };
    }

    private static Result broken(Exception e) {
        return new Result.Broken(String.valueOf(e.getMessage()).replaceFirst("^evaluation error at <input>:", "at "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition condition && condition.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static Cel cel() {
        CelOptions options = CelOptions.current()
                .maxExpressionCodePointSize(MAX_LENGTH)
                .maxParseRecursionDepth(MAX_DEPTH)
                .comprehensionMaxIterations(MAX_ITERATIONS)
                .maxRegexProgramSize(MAX_PATTERN)
                .enableHiddenAccumulatorVar(true)
                .enableHeterogeneousNumericComparisons(true)
                .enableUnknownTracking(true)
                .build();
        CelBuilder builder = CelFactory.plannerCelBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar(Facts.TIME, SimpleType.TIMESTAMP)
                .setResultType(SimpleType.BOOL);
        Facts.FIELDS.keySet().forEach(name -> builder.addVar(name, MapType.create(SimpleType.STRING, SimpleType.DYN)));
        return builder.build();
    }

    /** A name that is misspelt would make the rule deny everything; it is found here instead. */
    private static Set<String> unknownFields(CelAbstractSyntaxTree tree) {
        Set<String> unknown = new TreeSet<>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.SELECT)
                .map(CelNavigableExpr::expr)
                .filter(expression -> expression.select().operand().getKind() == Kind.IDENT)
                .map(CelExpr::select)
                .forEach(select -> {
                    String variable = select.operand().ident().name();
                    Set<String> fields = Facts.FIELDS.get(variable);
                    if (fields != null && !fields.contains(select.field())) {
                        unknown.add(variable + "." + select.field());
                    }
                });
        return unknown;
    }
}
