package org.tandemrec.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;

/**
 * Named arrays with shapes: what a model or a checkpoint is made of. The arrays are not copied; whoever puts them in or takes
 * them out must not change them afterwards.
 */
public final class ModelState {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** An array with its shape; the product of the shape is the array's length. */
    public sealed interface Tensor {
        /** Sizes, outermost first (row-major). */
        int[] shape();

        /** The number of elements. */
        int length();

        /** 32-bit floats. */
        record Floats(int[] shape, float[] data) implements Tensor {
            @Override
            public int length() {
                return data.length;
            }
        }

        /** 64-bit floats. */
        record Doubles(int[] shape, double[] data) implements Tensor {
            @Override
            public int length() {
                return data.length;
            }
        }

        /** 32-bit integers. */
        record Ints(int[] shape, int[] data) implements Tensor {
            @Override
            public int length() {
                return data.length;
            }
        }
    }

    /** Adds floats; without a shape they are a vector. */
    public ModelState put(String name, float[] data, int... shape) {
        return put(name, new Tensor.Floats(shape.length == 0 ? new int[] {data.length} : shape, data));
    }

    /** Adds doubles; without a shape they are a vector. */
    public ModelState put(String name, double[] data, int... shape) {
        return put(name, new Tensor.Doubles(shape.length == 0 ? new int[] {data.length} : shape, data));
    }

    /** Adds integers; without a shape they are a vector. */
    public ModelState put(String name, int[] data, int... shape) {
        return put(name, new Tensor.Ints(shape.length == 0 ? new int[] {data.length} : shape, data));
    }

    /** Adds a tensor; its length must fit its shape and its name be new. */
    public ModelState put(String name, Tensor tensor) {
        Check.argument(
                elements(tensor.shape()) == tensor.length(),
                "tensor %s has %d elements, but its shape is %s",
                name,
                tensor.length(),
                Arrays.toString(tensor.shape()));
        Check.argument(tensors.putIfAbsent(name, tensor) == null, "tensor %s is there twice", name);
        return this;
    }

    /** The product of the sizes; -1 where no array can have that shape. */
    private static long elements(int[] shape) {
        long product = 1;
        for (int size : shape) {
            if (size < 0 || product > Integer.MAX_VALUE) {
                return -1;
            }
            product *= size;
        }
        return product;
    }

    /** Adds all tensors of {@code nested} under {@code prefix.}. */
    public ModelState putNested(String prefix, ModelState nested) {
        nested.tensors.forEach((name, tensor) -> put(prefix + "." + name, tensor));
        return this;
    }

    /** The tensors that {@link #putNested} added under {@code prefix}. */
    public ModelState nested(String prefix) {
        ModelState nested = new ModelState();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix + ".")) {
                nested.put(name.substring(prefix.length() + 1), tensor);
            }
        });
        return nested;
    }

    /** All tensors by name, in the order in which they were added. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /**
     * The number of rows of the tensor of this name, its first size.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int rows(String name) {
        @Nullable Tensor tensor = tensors.get(name);
        Check.argument(tensor != null, "tensor %s is missing", name);
        return Objects.requireNonNull(tensor).shape()[0];
    }

    /**
     * The floats of this name.
     *
     * @throws IllegalArgumentException if there are none, or their shape is not {@code shape} (where one is given)
     */
    public float[] floats(String name, int... shape) {
        return require(name, Tensor.Floats.class, shape).data();
    }

    /** The doubles of this name; errors as for {@link #floats}. */
    public double[] doubles(String name, int... shape) {
        return require(name, Tensor.Doubles.class, shape).data();
    }

    /** The integers of this name; errors as for {@link #floats}. */
    public int[] ints(String name, int... shape) {
        return require(name, Tensor.Ints.class, shape).data();
    }

    private <T extends Tensor> T require(String name, Class<T> type, int... shape) {
        @Nullable Tensor tensor = tensors.get(name);
        Check.argument(type.isInstance(tensor), "tensor %s (%s) is missing", name, type.getSimpleName());
        T typed = type.cast(Objects.requireNonNull(tensor));
        Check.argument(
                shape.length == 0 || Arrays.equals(shape, typed.shape()),
                "tensor %s has shape %s, but %s is needed",
                name,
                Arrays.toString(typed.shape()),
                Arrays.toString(shape));
        return typed;
    }
}
