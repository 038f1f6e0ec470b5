package org.tandemrec.data;

/**
 * A data set and how reading it went.
 *
 * @param dataset the data
 * @param report the lines left out, and notes
 */
public record ReadResult(Dataset dataset, ReadReport report) {}
