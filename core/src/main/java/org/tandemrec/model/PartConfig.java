package org.tandemrec.model;

import tools.jackson.databind.JsonNode;

/**
 * A part of a composed model: its kind and its settings as they were given.
 *
 * @param kind the kind's name
 * @param config settings of that kind, an object; settings left out keep their default
 */
public record PartConfig(String kind, JsonNode config) {}
