package io.sluice.topology.serde;

/** How a Java name is written in Avro and JSON. */
final class SnakeCase {

    private SnakeCase() {}

    /** {@code previousHash} becomes {@code previous_hash}. */
    static String of(String camelCase) {
        StringBuilder snake = new StringBuilder(camelCase.length() + 4);
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
