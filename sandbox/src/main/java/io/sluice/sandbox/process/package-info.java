/** Child processes that stop in order, can be killed on purpose, and never outlive the process that started them. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.process;
