package org.tandemrec.bundle;

import java.nio.charset.StandardCharsets;
import org.tandemrec.split.Filters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A manifest's text. Its last key is the checksum of all others: the SHA-256 of their JSON without white space, so that a
 * manifest may be formatted anew, but not changed.
 */
final class ManifestJson {
    static final String VERSION = "formatVersion";

    private static final String CHECKSUM = "checksum";
    private static final String TRAINING = "training";
    private static final String VALIDATION = "validation";
    private static final String DATA = "data";
    private static final String FILTER = "filter";

    private ManifestJson() {}

    static byte[] encode(Manifest manifest) {
        ObjectNode json = Json.MAPPER.valueToTree(manifest);
        // read back, because a number in the tree may print differently from the number that a reader makes of it
        ObjectNode asRead = (ObjectNode) Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(json));
        asRead.put(CHECKSUM, checksum(asRead));
        String text = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(asRead);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a manifest.
     *
     * @throws FormatException if it is not what was written
     * @throws NewerFormatException if it is of a later version than {@link Manifest#FORMAT_VERSION}
     */
    static Manifest decode(byte[] text) throws FormatException, NewerFormatException {
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            JsonNode version = json.path(VERSION);
            FormatException.require(
                    version.isIntegralNumber() && version.canConvertToInt() && version.intValue() >= 1,
                    "manifest.json has no %s",
                    VERSION);
            if (version.intValue() > Manifest.FORMAT_VERSION) {
                throw new NewerFormatException(version.intValue());
            }
            ObjectNode content = json.asObject();
            JsonNode checksum = content.remove(CHECKSUM);
            FormatException.require(
                    checksum != null
                            && checksum.isString()
                            && checksum.stringValue().equals(checksum(content)),
                    "the checksum of manifest.json does not match its content");
            if (version.intValue() == 1 && content.get(TRAINING) instanceof ObjectNode training) {
                training.putNull(VALIDATION); // which format 1 did not know
            }
            if (version.intValue() <= 2 && content.get(DATA) instanceof ObjectNode data) {
                data.put(FILTER, Filters.NONE.toString()); // which formats 1 and 2 did not know
            }
            return Json.MAPPER.treeToValue(content, Manifest.class);
        } catch (JacksonException e) {
            throw new FormatException("manifest.json cannot be read (" + e.getOriginalMessage() + ")", e);
        }
    }

    private static String checksum(ObjectNode content) {
        return BundleFiles.sha256(Json.MAPPER.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
    }

    /** The manifest is of a later version of the format. */
    static final class NewerFormatException extends Exception {
        private static final long serialVersionUID = 1;
        private final int version;

        NewerFormatException(int version) {
            super("format " + version);
            this.version = version;
        }

        int version() {
            return version;
        }
    }
}
