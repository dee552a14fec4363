package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Keeps accounts of customers, whose version grows with each change, and takes a change only for the version that is there. */
final class CrmApi implements Api {
    private static final String ACCOUNTS = "accounts";
    private static final String CLOSURES = "closures";
    private static final String PLANS = "plans";

    private final Kept kept;

    CrmApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        String resource = path.getFirst();
        return switch (request.method() + " " + path.size() + " " + resource) {
            case "POST 1 accounts" -> kept.create(request, ACCOUNTS, this::account);
            case "GET 1 accounts" -> kept.lookUp(request, ACCOUNTS, this::account);
            case "GET 2 accounts" ->
                find(path.get(1)).map(found -> Answer.of(200, account(found))).orElseGet(Answer::notFound);
            case "PUT 3 accounts" ->
                find(path.get(1)).map(found -> change(request, found)).orElseGet(Answer::notFound);
            case "GET 1 plans" -> kept.lookUp(request, PLANS, CrmApi::plan);
            case "POST 1 closures" -> kept.create(request, CLOSURES, closure -> Kept.view(closure, "closed"));
            case "GET 1 closures" -> kept.lookUp(request, CLOSURES, closure -> Kept.view(closure, "closed"));
            default -> Answer.notFound();
        };
    }

    /** What was changed before under this key is only answered again, whatever the version is by now. */
    private Answer change(SimulatedRequest request, Effect account) {
        String wanted = request.headers().getOrDefault("if-match", "");
        String version = Integer.toString(version(account));
        if (!kept.knows(request, PLANS) && !wanted.equals(version)) {
            return Answer.error(412, "precondition_failed", "The account is at version " + version + ".");
        }
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.put("account", account.id())
                .put("plan", request.json().path("plan").asText());
        change.put("version", Integer.toString(Integer.parseInt(wanted) + 1));
        return kept.act(request, request.key(), PLANS, change, done -> Answer.of(200, plan(done)));
    }

    /** The open account of a customer. */
    private Optional<Effect> find(String customer) {
        return kept.all(ACCOUNTS).stream()
                .filter(account -> account.body().path("customer").asText().equals(customer))
                .filter(account -> !isClosed(account))
                .findFirst();
    }

    private boolean isClosed(Effect account) {
        return kept.all(CLOSURES).stream()
                .anyMatch(closure -> closure.body().path("account").asText().equals(account.id()));
    }

    private int version(Effect account) {
        return 1 + changes(account).size();
    }

    private List<Effect> changes(Effect account) {
        return kept.all(PLANS).stream()
                .filter(change -> change.body().path("account").asText().equals(account.id()))
                .toList();
    }

    private ObjectNode account(Effect account) {
        ObjectNode view = Kept.view(account, isClosed(account) ? "closed" : "open");
        changes(account).forEach(change -> view.set("plan", change.body().path("plan")));
        return view.put("version", Integer.toString(version(account)));
    }

    private static ObjectNode plan(Effect change) {
        return Kept.view(change, "changed");
    }
}
