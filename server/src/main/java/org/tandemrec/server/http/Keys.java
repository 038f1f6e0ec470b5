package org.tandemrec.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that clients show. Of each only the SHA-256 digest is kept, and a shown key is compared with all of them in constant time: how
 * long it takes tells nothing about them.
 */
final class Keys {
    private final List<byte[]> digests = new ArrayList<>();

    Keys(Set<String> keys) {
        for (String key : keys) {
            digests.add(digest(key));
        }
    }

    boolean isEmpty() {
        return digests.isEmpty();
    }

    /** The place of a key among these, or -1 where it is none of them. */
    int find(@Nullable String shown) {
        if (shown == null || digests.isEmpty()) {
            return -1;
        }
        byte[] digest = digest(shown);
        int found = -1;
        for (int i = 0; i < digests.size(); i++) {
            found = MessageDigest.isEqual(digests.get(i), digest) ? i : found;
        }
        return found;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
