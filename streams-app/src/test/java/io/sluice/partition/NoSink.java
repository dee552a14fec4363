package io.sluice.partition;

import io.sluice.effect.Intent;

/** Nothing is called. */
final class NoSink implements Sink {

    @Override
    public void offer(Intent intent) {}

    @Override
    public void close(long nextIntentOffset) {}
}
