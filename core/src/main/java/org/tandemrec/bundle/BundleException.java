package org.tandemrec.bundle;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A bundle or checkpoint that cannot be read, written or used. The message names the place, the rule and the remedy, for people. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public BundleException(String message) {
        super(message);
    }

    /** An error with its whole message and what caused it. */
    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Writing failed; {@code unchanged} says what is still as it was. */
    static BundleException writing(Path path, String unchanged, IOException cause) {
        String reason = reason(cause);
        boolean full = reason.contains("No space left") || reason.contains("not enough space");
        String remedy = full ? "free some space on the disk and try again" : "check that the folder can be written to";
        return new BundleException(
                String.format(
                        "cannot write %s: %s; %s (%s)", path, full ? "the disk is full" : reason, remedy, unchanged),
                cause);
    }

    /** Reading failed for a reason of the file system. */
    static BundleException reading(Path path, IOException cause) {
        return new BundleException(
                String.format("cannot read %s: %s; check that it can be read", path, reason(cause)), cause);
    }

    /** What is there is not what was written. */
    static BundleException damaged(Path path, String what) {
        return new BundleException(
                String.format("the bundle %s is damaged: %s; train it again or restore it from a copy", path, what));
    }

    private static String reason(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof FileSystemException failure) {
            String reason = failure.getReason();
            return reason != null ? reason : failure.getClass().getSimpleName() + " " + failure.getFile();
        }
        return message;
    }
}
