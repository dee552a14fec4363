package io.sluice.saga;

import io.sluice.effect.EffectType;

/** The tool contract a step was planned with; a saga keeps it whatever the catalog says later. */
public record ToolRef(String name, String version, EffectType effectType) {}
