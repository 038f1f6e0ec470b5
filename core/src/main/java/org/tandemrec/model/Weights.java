package org.tandemrec.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/**
 * All arrays of a network that training changes, under the names and in the order in which they are saved: parameters, then tables.
 *
 * @param parameters the dense ones
 * @param tables those of which a step touches few rows
 * @param row the table of one column that is saved as a row; null where every table is saved as it is
 */
public record Weights(
        List<Parameter> parameters,
        List<RowTable> tables,
        @Nullable RowTable row) {
    /** Copies the lists. */
    public Weights {
        parameters = List.copyOf(parameters);
        tables = List.copyOf(tables);
    }

    /** Weights whose tables are all saved as they are. */
    public Weights(List<Parameter> parameters, List<RowTable> tables) {
        this(parameters, tables, null);
    }

    /** Whether no weight is NaN or infinite. */
    public boolean isFinite() {
        return parameters.stream().allMatch(parameter -> isFinite(parameter.value()))
                && tables.stream().allMatch(table -> isFinite(table.value()));
    }

    private static boolean isFinite(float[] values) {
        return Float.isFinite(Kernels.best().sum(values, 0, values.length));
    }

    /** A copy of all weights. */
    public ModelState state() {
        ModelState state = new ModelState();
        for (Parameter parameter : parameters) {
            state.put(parameter.name(), parameter.value().clone(), parameter.rows(), parameter.columns());
        }
        for (RowTable table : tables) {
            state.put(table.name(), table.value().clone(), shape(table));
        }
        return state;
    }

    /**
     * Takes over all weights of a {@link #state}, which are copied.
     *
     * @throws IllegalArgumentException if one is missing or of another shape
     */
    public void restore(ModelState state) {
        for (Parameter parameter : parameters) {
            copy(state.floats(parameter.name(), parameter.rows(), parameter.columns()), parameter.value());
        }
        for (RowTable table : tables) {
            copy(state.floats(table.name(), shape(table)), table.value());
        }
    }

    /** Copies all weights to those of a network of the same shape. */
    public void copyTo(Weights other) {
        for (int i = 0; i < parameters.size(); i++) {
            copy(parameters.get(i).value(), other.parameters.get(i).value());
        }
        for (int i = 0; i < tables.size(); i++) {
            copy(tables.get(i).value(), other.tables.get(i).value());
        }
    }

    private int[] shape(RowTable table) {
        return table.equals(row) ? new int[] {1, table.rows()} : new int[] {table.rows(), table.columns()};
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
