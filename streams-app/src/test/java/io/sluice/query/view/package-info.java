@org.jspecify.annotations.NullMarked
package io.sluice.query.view;
