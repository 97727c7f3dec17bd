/**
 * A load generator, a floor, and a comparison, over real sockets of this machine. {@link load.Load} is a number of chat
 * clients in one process: they join one room, some of them talk, and every byte that any of them hears is checked.
 * {@link load.Floor} is a server that does nothing but the fan-out, and a {@link load.Peer} is a chat server in another
 * language. {@link load.Compare} puts servers under the same load, in turns. {@link load.SlowReaders} tells how slowly a
 * client may read in a flood and be kept, and what one that reads more slowly costs the others. {@code --help} tells the
 * rest.
 *
 * <h2>What is counted</h2>
 * <ul>
 * <li>A <b>delivery</b> is one message at one receiver. A room of 1000 with one sender makes 999 of one message (with
 *     the Go book's protocol, which sends a line to its sender too, 1000).
 * <li>A <b>message</b> is 64 bytes ({@code --bytes}) as delivered, with time stamp, name and newline;
 *     what the sender sends is shorter.
 * <li><b>Closed loop</b> (the default): each sender has at most {@code --window} messages in the air; one has landed
 *     when everyone that reads has it. It finds the most that a server can do. Its latencies are kind to a server that
 *     stalls, since a stalled server is not sent anything.
 * <li><b>Open loop</b> ({@code --rate}): messages go out on a fixed schedule, and latency counts from when a
 *     message was <em>due</em>, so a server that holds the sender up pays for all that it held up (coordinated
 *     omission, corrected at the source).
 * <li><b>Latency</b>, in milliseconds, is from sending (or due) to each delivery ({@code toEach}), and to the last
 *     delivery of each message ({@code toLast}). What was given up after two silent seconds, or could not be sent,
 *     counts with the time that it had taken by then.
 * <li><b>Lost, doubled, reordered</b>, for each receiver and sender; <b>malformed</b>: torn, mixed up, back at its
 *     sender; <b>cut off</b>: a client that reads, and whose connection the server closed. Counted over the whole run,
 *     warm-up and landing included. Lines that begin with {@code * } are ignored.
 * <li><b>Stopped</b> clients ({@code --stopped}) are in the room, with a small receive buffer, and read nothing from
 *     the moment that the talking begins until it is over. The server's own send buffer takes some megabytes for each
 *     of them before anything waits: {@code --bytes 900} gets there sooner. Afterwards they read again, which tells
 *     whether they were cut off, and sets free what waited for them.
 * <li><b>CPU a delivery</b>, in nanoseconds, of the generator's and the server's whole
 *     process, in the measuring interval.
 * </ul>
 *
 * <h2>Is the generator the slower side?</h2>
 * It says so itself: the CPU time of its one thread as a share of a core stands in every report beside the server's,
 * and a run in which it had no time left, and the server had, is marked {@code the generator was the slower side}. It
 * checks a message with one vectorized comparison, in the buffer that it was read into, and makes no object for it. A
 * server that writes a line at a time makes it read a line at a time, and that read costs about what the server's write
 * costs; on a machine with few cores the two share them, as they share them for every contestant.
 */
package load;
