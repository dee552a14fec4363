package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.query.FrontDoor;
import io.sluice.query.Queries;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the API is the face of.
 *
 * @param callers who may write
 * @param running whether this instance takes part in the work
 * @param relay what this instance's relay says of itself
 */
public record Services(
        Queries queries, FrontDoor frontDoor, Callers callers, BooleanSupplier running, Supplier<ObjectNode> relay) {}
