package io.sluice.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what a condition makes no larger than its text, its turns and its facts: no text or list is put together with
 * another, and no loop goes over what a loop has made. Otherwise thirty short steps, each doubling the last, fill any memory.
 */
final class Growth {
    private static final String ADD = "_+_";
    private static final String AT = "_[_]";
    private static final Set<String> JOINS = Set.of("add_string", "add_bytes", "add_list");

    private final CelAbstractSyntaxTree tree;

    private Growth(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    /** What a condition does that it may not, and what to do; nothing where its values are bounded. */
    static Optional<String> problem(CelAbstractSyntaxTree tree) {
        Growth growth = new Growth(tree);
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(growth::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> problem(CelNavigableExpr node) {
        return switch (node.getKind()) {
            case CALL -> call(node.expr());
            case COMPREHENSION -> loop(node.expr().comprehension(), node);
            default -> Optional.empty();
        };
    }

    private Optional<String> call(CelExpr expression) {
        CelExpr.CelCall call = expression.call();
        if (call.function().equals("matches") && call.args().getLast().getKind() != Kind.CONSTANT) {
            return Optional.of("takes a pattern from elsewhere: write the pattern of matches in the condition.");
        }
        if (!call.function().equals(ADD) || isOfAMacro(call.args().getFirst())) {
            return Optional.empty();
        }
        List<String> meanings = tree.getReference(expression.id())
                .map(CelReference::overloadIds)
                .map(List::copyOf)
                .orElseGet(List::of);
        return meanings.isEmpty() || meanings.stream().anyMatch(JOINS::contains)
                ? Optional.of("adds what may be texts or lists: + is for numbers and times, so say which with double(…)"
                        + " or int(…).")
                : Optional.empty();
    }

    /** What a loop gathers in a name that nobody can write. */
    private static boolean isOfAMacro(CelExpr operand) {
        return operand.getKind() == Kind.IDENT && operand.ident().name().startsWith("@");
    }

    private static Optional<String> loop(CelExpr.CelComprehension loop, CelNavigableExpr node) {
        if (isFact(loop.iterVar()) || isFact(loop.iterVar2())) {
            return Optional.of("names the variable of a loop " + loop.iterVar() + ", as a fact is: take another name.");
        }
        if (isPath(loop.iterRange())) {
            return Optional.empty();
        }
        boolean overFacts = node.descendants()
                .filter(inside -> isWithin(inside, loop.iterRange()))
                .noneMatch(inside -> inside.getKind() == Kind.COMPREHENSION
                        || (inside.getKind() == Kind.IDENT
                                && !isFact(inside.expr().ident().name())));
        return overFacts
                ? Optional.empty()
                : Optional.of("loops over what another loop makes: loop over a fact, a part of a loop's variable or a"
                        + " list that is written out.");
    }

    private static boolean isWithin(CelNavigableExpr node, CelExpr root) {
        return node.id() == root.id()
                || node.parent().filter(parent -> isWithin(parent, root)).isPresent();
    }

    /** A name, or a part of what it stands for, which is never larger. */
    private static boolean isPath(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> true;
            case SELECT -> isPath(expression.select().operand());
            case CALL ->
                expression.call().function().equals(AT)
                        && expression.call().args().getLast().getKind() == Kind.CONSTANT
                        && isPath(expression.call().args().getFirst());
            default -> false;
        };
    }

    private static boolean isFact(String name) {
        return Facts.FIELDS.containsKey(name) || name.equals(Facts.TIME);
    }
}
