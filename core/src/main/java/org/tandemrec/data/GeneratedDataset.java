package org.tandemrec.data;

import java.util.Map;
import org.tandemrec.base.Seed;

/**
 * An invented data set and what it was invented from.
 *
 * @param config the parameters
 * @param seed the seed; the same parameters and seed give the same data
 * @param dataset the ratings and titles
 * @param genres the genre of every item, by raw item id
 */
public record GeneratedDataset(GeneratorConfig config, Seed seed, Dataset dataset, Map<String, String> genres) {}
