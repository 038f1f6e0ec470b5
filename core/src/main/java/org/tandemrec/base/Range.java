package org.tandemrec.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The interval from which a search for good settings draws the value of a numeric record component. A component without one, and
 * without {@link Choice}, is not searched.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** The smallest value. */
    double from();

    /** The largest value, drawn like all others. */
    double to();

    /** Whether the logarithm of the value is drawn uniformly, not the value: for values that differ by orders of magnitude. */
    boolean log() default false;
}
