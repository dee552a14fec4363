package io.sluice.topology.serde;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sealed interface and a union of records with the cases' simple names.
 *
 * <p>A case that is no branch itself but has a single component only carries a type of another package into the
 * interface: its component stands in the union instead.
 */
final class UnionMapper implements ValueMapper {

    private final String name;
    private final Map<Class<?>, ValueMapper> byCase = new HashMap<>();
    private final Map<String, ValueMapper> byBranch = new LinkedHashMap<>();

    private UnionMapper(Class<?> sealed, List<Schema> branches, String where) {
        this.name = sealed.getSimpleName();
        Map<String, Schema> byName = new HashMap<>();
        branches.forEach(branch -> byName.put(branch.getName(), branch));
        for (Class<?> leaf : cases(sealed)) {
            Schema branch = byName.get(leaf.getSimpleName());
            if (branch != null) {
                RecordMapper mapper = new RecordMapper(leaf, branch);
                byCase.put(leaf, mapper);
                byBranch.put(branch.getName(), mapper);
            } else {
                carry(leaf, byName, branches, where);
            }
        }
    }

    /**
     * Pairs every case with its branch.
     *
     * @throws IllegalArgumentException when the cases are not exactly the branches
     */
    static UnionMapper of(Class<?> sealed, Schema union, String where) {
        UnionMapper mapper = new UnionMapper(sealed, union.getTypes(), where);
        for (Schema branch : union.getTypes()) {
            if (!mapper.byBranch.containsKey(branch.getName())) {
                throw new IllegalArgumentException(
                        where + ": no case of " + sealed.getSimpleName() + " is the branch " + branch.getName() + ".");
            }
        }
        return mapper;
    }

    private void carry(Class<?> leaf, Map<String, Schema> byName, List<Schema> branches, String where) {
        RecordComponent[] components = leaf.getRecordComponents();
        Class<?> content = components.length == 1 ? components[0].getType() : leaf;
        Carrier carrier;
        if (content.isSealed()) {
            UnionMapper inner = new UnionMapper(content, branches, where);
            carrier = new Carrier(new RecordShape(leaf), inner);
            inner.byBranch.keySet().forEach(branch -> byBranch.put(branch, carrier));
        } else {
            Schema branch = byName.get(content.getSimpleName());
            if (branch == null || !content.isRecord()) {
                throw new IllegalArgumentException(
                        where + ": case " + leaf.getSimpleName() + " of " + name + " is no branch of the union.");
            }
            carrier = new Carrier(new RecordShape(leaf), new RecordMapper(content, branch));
            byBranch.put(branch.getName(), carrier);
        }
        byCase.put(leaf, carrier);
    }

    @Override
    public Object toAvro(Object value) {
        return mapper(byCase.get(value.getClass()), value.getClass().getSimpleName())
                .toAvro(value);
    }

    @Override
    public Object fromAvro(Object value) {
        String branch = ((IndexedRecord) value).getSchema().getName();
        return mapper(byBranch.get(branch), branch).fromAvro(value);
    }

    private ValueMapper mapper(@Nullable ValueMapper found, String sought) {
        if (found == null) {
            throw new IllegalArgumentException(sought + " is no case of " + name + ".");
        }
        return found;
    }

    private static List<Class<?>> cases(Class<?> sealed) {
        List<Class<?>> cases = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                cases.addAll(cases(permitted));
            } else {
                cases.add(permitted);
            }
        }
        return cases;
    }

    /** Takes the single component out of a case and puts it in again. */
    private record Carrier(RecordShape shape, ValueMapper content) implements ValueMapper {

        @Override
        public Object toAvro(Object value) {
            Object component = shape.get(value, 0);
            if (component == null) {
                throw new IllegalArgumentException(shape.name(0) + " must not be null.");
            }
            return content.toAvro(component);
        }

        @Override
        public Object fromAvro(Object value) {
            return shape.make(content.fromAvro(value));
        }
    }
}
