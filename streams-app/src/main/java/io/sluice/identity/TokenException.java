package io.sluice.identity;

/** A token proves nothing. The message goes on after "its token", and has nothing of the token in it. */
final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenException(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
