package io.sluice.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Invariant 2: one logical effect, one key. */
class KeysTest {

    @Property(tries = 300)
    boolean shouldGiveTheSameStructureTheSameKey(@ForAll @Size(4) List<String> parts) {
        return key(parts).equals(key(List.copyOf(parts)));
    }

    @Property(tries = 300)
    void shouldGiveAnyOtherStructureAnotherKey(
            @ForAll @Size(4) List<String> parts, @ForAll @Size(4) List<String> others) {
        assertThat(key(parts).equals(key(others))).isEqualTo(parts.equals(others));
    }

    @Property(tries = 300)
    void shouldNotConfuseWhereOnePartEndsAndTheNextBegins(@ForAll String left, @ForAll String right) {
        assertThat(Keys.ofTool("t", left + "x", right, "tool"))
                .isNotEqualTo(Keys.ofTool("t", left, "x" + right, "tool"));
    }

    @Property(tries = 300)
    void shouldGiveACompensationAKeyOfItsOwn(@ForAll @Size(4) List<String> parts) {
        String forward = key(parts);
        assertThat(Keys.ofCompensation(parts.get(0), forward, parts.get(3))).isNotEqualTo(forward);
    }

    private static String key(List<String> parts) {
        return Keys.ofTool(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }
}
