/**
 * Servers under load, over real sockets of this machine. {@link load.Compare} puts servers under the same load, in
 * turns: stages, {@link load.Floor}, which does nothing but the fan-out, and the servers in other languages that stand
 * in resources/peers. {@link load.SlowReaders} tells how slowly a client may read in a flood and be kept. Both use
 * {@link load.Generator}: a number of chat clients on one thread, which join one room and check every byte that any of
 * them hears.
 *
 * <h2>What is counted</h2>
 * <ul>
 * <li>A <b>delivery</b> is one message at one receiver. A room of 1000 with one sender makes 999 of one message (with
 *     the Go book's protocol, which sends a line to its sender too, 1000).
 * <li>A <b>message</b> is 64 bytes ({@code --bytes}) as delivered, with time stamp, name and newline;
 *     what the sender sends is shorter.
 * <li>The loop is <b>closed</b>: each sender has at most {@code --window} messages in the air; one has landed when
 *     everyone that reads has it. It finds the most that a server can do. It has no latencies to show: they would be
 *     the window by the rate, and a server that stalls would not be sent anything meanwhile, and so be spared
 *     (coordinated omission). The <b>longest pause</b>, without a delivery to anyone, shows a stall.
 * <li><b>Lost, doubled, reordered</b>, for each receiver and sender; <b>malformed</b>: torn, mixed up, back at its
 *     sender; <b>cut off</b>: a client that reads, and whose connection the server closed. Counted over the whole run,
 *     warm-up and landing included. Lines that begin with {@code * } are no messages.
 * <li><b>Stopped</b> clients ({@code --stopped}) are in the room, with a small receive buffer, and read nothing from
 *     the moment that the talking begins until it is over. The server's own send buffer takes some megabytes for each
 *     of them before anything waits: {@code --bytes 900} gets there sooner. With {@code --slow-rate} they read
 *     steadily. When the talking is over they read all that waits for them, and it is checked like everyone's.
 * <li><b>CPU a delivery</b>, in nanoseconds, is of the server's whole process, in the measuring interval.
 * </ul>
 *
 * <h2>Is the generator the slower side?</h2>
 * The CPU time of its one thread, as a share of the interval, stands in every report beside the server's. If that is
 * near 1, and the server had time left, the generator was. It checks a message in the buffer that it was read into, and
 * makes no object for it. A server that writes a line at a time makes it read a line at a time, and that read costs
 * about what the server's write costs; on a machine with few cores the two share them, as for every contestant.
 */
package load;
