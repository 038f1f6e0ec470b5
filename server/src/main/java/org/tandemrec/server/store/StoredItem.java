package org.tandemrec.server.store;

/**
 * An item with its number in the store, which stays the same for the life of the store.
 *
 * @param number 0, 1, 2 … in the order in which items became known; of a deleted item it is not given again
 * @param item what clients know
 * @param events how many events it has
 */
public record StoredItem(int number, Item item, long events) {}
