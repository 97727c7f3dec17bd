package scheduler;

import module java.base;

/** What an explored stage's threads call, see Weaver. All of it does nothing but tell the trial that goes on. */
public final class Gate {
    /** What is touched on a line: nothing that others see; what is told by touch; or something else. */
    static final int LOCAL = 0;
    static final int TOLD = 1;
    static final int UNKNOWN = 2;

    static volatile Trial trial; // the one that goes on

    private Gate() {}

    /** Before each line of ChatRoom, Hub and classes of the reader's own. A thread that the trial holds stops here. */
    public static void pass(Object self, int kind) {
        trial.pass(self, kind);
    }

    /** Before a thread reads or writes a field. */
    public static void touch(Object object, String field) {
        trial.touch(object, field);
    }

    /** Before a thread asks for a lock. */
    public static void wants(Object lock) {
        trial.wants(lock);
    }

    /** After it got it. */
    public static void has(Object lock) {
        trial.owners.put(lock, Thread.currentThread());
        trial.wants.remove(Thread.currentThread());
    }

    /** After it has given it back. */
    public static void frees(Object lock) {
        if (!Thread.holdsLock(lock)) { // it may have it more than once
            trial.owners.remove(lock, Thread.currentThread());
        }
    }

    public static void wait(Object lock) throws InterruptedException {
        wait(lock, 0);
    }

    public static void wait(Object lock, long milliseconds) throws InterruptedException {
        wants(lock); // as soon as it is told to go on
        trial.owners.remove(lock, Thread.currentThread()); // not before: until it waits, nobody else can have it
        try {
            lock.wait(milliseconds);
        } finally {
            has(lock);
        }
    }

    // Where threads come from.

    /** After one was made: this, or a virtual one that does its work. */
    public static Thread known(Thread thread) {
        return trial.known(thread);
    }

    public static Thread newThread(ThreadFactory factory, Runnable task) {
        return trial.known(factory.newThread(task));
    }

    public static Thread unstarted(Thread.Builder builder, Runnable task) {
        return trial.known(builder.unstarted(task));
    }

    public static Thread start(Thread.Builder builder, Runnable task) {
        Thread thread = unstarted(builder, task);
        thread.start();
        return thread;
    }

    public static Thread startVirtualThread(Runnable task) {
        return start(Thread.ofVirtual(), task);
    }

    public static void start(Thread thread) {
        trial.starts(thread);
        thread.start();
    }

    public static void setDaemon(Thread thread, boolean isDaemon) {
        // A virtual one always is.
    }

    public static ExecutorService newVirtualThreadPerTaskExecutor() {
        return newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    }

    public static ExecutorService newThreadPerTaskExecutor(ThreadFactory factory) {
        return Executors.newThreadPerTaskExecutor(task -> trial.known(factory.newThread(task)));
    }

    public static ExecutorService newSingleThreadExecutor() {
        return newSingleThreadExecutor(Executors.defaultThreadFactory());
    }

    public static ExecutorService newSingleThreadExecutor(ThreadFactory factory) {
        ExecutorService one = Executors.newFixedThreadPool(1, factory);
        pool(one);
        return one;
    }

    /** After a pool was made. Its threads end when they have nothing to do: else they would be taken for stuck. */
    public static void pool(ExecutorService made) {
        if (made instanceof ThreadPoolExecutor pool) {
            ThreadFactory factory = pool.getThreadFactory();
            pool.setThreadFactory(task -> trial.known(factory.newThread(task)));
            pool.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
            pool.allowCoreThreadTimeOut(true);
        }
    }

    // What is printed isn't shown: a thread that waits for its turn to print would be taken for one that is stuck.

    public static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    public static void println(Object text) {}

    public static void println() {}

    public static void print(Object text) {}

    // Sockets.

    public static InputStream getInputStream(Socket socket) throws IOException {
        Wire wire = trial.wire(socket);
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                wire.begin(trial);
                int count = 0;
                try {
                    count = in.read(bytes, from, length);
                    return count;
                } finally {
                    wire.end(count);
                }
            }
        };
    }

    public static OutputStream getOutputStream(Socket socket) throws IOException {
        Wire wire = trial.wire(socket);
        return new FilterOutputStream(socket.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                wire.sent.addAndGet(length);
                out.write(bytes, from, length);
            }

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }
        };
    }

    /** The server's end of a connection. */
    static final class Wire {
        final int port; // of the other end
        final AtomicLong sent = new AtomicLong(); // bytes that the server has begun to write
        volatile long read; // bytes that it has read
        volatile Thread reader; // the one that read first
        volatile Thread reading; // the one that is in a read

        Wire(int port) {
            this.port = port;
        }

        private void begin(Trial trial) {
            reading = Thread.currentThread();
            if (reader == null) {
                reader = reading;
            }
            trial.stopped();
        }

        private void end(int count) {
            reading = null;
            read += Math.max(count, 0);
        }
    }
}
