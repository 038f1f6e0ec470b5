package org.tandemrec.model;

import tools.jackson.databind.JsonNode;

/**
 * The config of a model that is a part of another one. The parts of a model are of any kind, so their configs stay in their
 * raw form; the catalog checks and resolves them.
 *
 * @param kind the part's kind, for example {@code lfm}
 * @param config a JSON object of the keys that differ from the kind's default preset; complete once resolved
 */
public record PartConfig(String kind, JsonNode config) {}
