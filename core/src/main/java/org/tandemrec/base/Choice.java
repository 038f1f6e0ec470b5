package org.tandemrec.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values of a record component among which a search for good settings draws, each equally likely. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Choice {
    /** The values as a configuration file spells them, for example {@code "64"}, {@code "0.5"}, {@code "true"}, {@code "tied"}. */
    String[] value();
}
