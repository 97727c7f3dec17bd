/**
 * What a room costs, measured with JMH. It is in the stages' own package, to reach their
 * classes as their own threads do.
 *
 * <p>A room's streams are in memory and take everything at once, so what is left is the cost of the coordination:
 * the lock or the queues, the text made and encoded, and the threads that wake. Whatever is compared does the
 * same work: a message counts when it has reached every receiver's stream, so a design that only queues is
 * charged for its queue and for its writers.
 *
 * <p>All is compiled once, against stage 2. {@code chat.LocalChat} alone knows what a stage is made of; every stage
 * has its own among its tests, and {@link costs.RoomCosts} puts it in front of the class path, with the stage's
 * classes. How often is measured stands there, too.
 */
package chat;
