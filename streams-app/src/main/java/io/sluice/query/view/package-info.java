/** What people and programs are shown of a saga: fields, JSON, and one sentence for each fact of its journal. */
@org.jspecify.annotations.NullMarked
package io.sluice.query.view;
