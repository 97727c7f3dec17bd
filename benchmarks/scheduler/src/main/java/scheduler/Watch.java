package scheduler;

import module java.base;

/**
 * A page that shows what a stage's threads wait for while it serves clients: {@code ./mvnw -q -pl
 * stage03-mutex-state -Dwatch}. Nothing is held; what people say isn't read. It looks only when the page asks.
 */
final class Watch {
    /** A thread, what it waits for, and whom: a thread or a socket; null if it only waits for something to do. */
    record Seen(String name, String waits, String waitsFor) {}

    private static final long PAUSE = 500; // ms between two looks, at least
    private static final int LOOKS = 20; // and at least so many times what a look takes

    private static final Map<List<Object>, Optional<Field>> FIELDS = new HashMap<>(); // by class and name

    private final String stage;
    private long sends; // so far, at the last look
    private long looked = System.nanoTime(); // when that began

    Watch(Path classes) {
        stage = classes.toAbsolutePath().normalize().getParent().getParent().getFileName().toString();
    }

    /** What the page shows now. */
    Map<String, Object> state() {
        long now = System.nanoTime();
        Noted.threads.keySet().removeIf(thread -> !thread.isAlive());
        var seen = new ArrayList<Seen>();
        var queues = new TreeMap<String, List<Integer>>();
        long sum = 0;
        for (var entry : Noted.threads.entrySet()) {
            Noted noted = entry.getValue();
            sum += noted.sends;
            seen.add(seen(entry.getKey(), noted));
            Object client = field(noted.work, "client");
            if (client != null) {
                queue("outbox of " + name(client), field(client, "outbox"), queues);
            }
            queue("inbox of " + name(noted), field(noted.work, "inbox"), queues);
        }
        seen.sort(Comparator.comparing((Seen it) -> it.waitsFor == null).thenComparing(Seen::name));
        long rate = Math.max(0, (sum - sends) * 1_000_000_000 / (now - looked));
        sends = sum;
        looked = now;
        var state = new LinkedHashMap<String, Object>();
        state.put("stage", stage);
        state.put("rate", rate);
        var chains = chains(seen);
        state.put("threads", seen.stream().map(it -> List.of(it.name, it.waits, chains.get(it))).toList());
        state.put("queues", queues.entrySet().stream().map(it -> List.of(it.getKey(), it.getValue().getFirst(),
                it.getValue().getLast())).toList());
        state.put("cause", cause(chains));
        state.put("pause", Math.max(PAUSE, LOOKS * (System.nanoTime() - now) / 1_000_000));
        return state;
    }

    /** For each thread: whom it waits for, whom that waits for, and so on. */
    private static Map<Seen, List<String>> chains(List<Seen> all) {
        var waitsFor = new HashMap<String, String>();
        all.forEach(it -> waitsFor.putIfAbsent(it.name, it.waitsFor));
        var chains = new LinkedHashMap<Seen, List<String>>();
        for (Seen it : all) {
            var chain = new ArrayList<String>();
            for (String next = it.waitsFor; next != null && !chain.contains(next); next = waitsFor.get(next)) {
                chain.add(next);
            }
            chains.put(it, chain);
        }
        return chains;
    }

    /** Whom most threads wait for in the end, if these are two or more, and then their names. */
    private static List<String> cause(Map<Seen, List<String>> chains) {
        var waiting = new TreeMap<String, List<String>>();
        chains.forEach((it, chain) -> {
            if (!chain.isEmpty()) {
                waiting.computeIfAbsent(chain.getLast(), _ -> new ArrayList<>()).add(it.name);
            }
        });
        return waiting.entrySet().stream().filter(it -> it.getValue().size() > 1)
                .max(Comparator.comparing(it -> it.getValue().size()))
                .map(it -> Stream.concat(Stream.of(it.getKey()), it.getValue().stream()).toList()).orElse(List.of());
    }

    private static Seen seen(Thread thread, Noted noted) {
        String name = name(noted);
        Thread.State state = thread.getState();
        StackTraceElement[] stack = thread.getStackTrace();
        if (state == Thread.State.RUNNABLE) {
            return new Seen(name, "nothing: it runs", null);
        } else if (state == Thread.State.BLOCKED && stack.length > 0) {
            String holder = holder(stack[0]);
            return new Seen(name, "the lock of " + stack[0].getClassName().replaceAll(".*\\.", "")
                    + (holder == null ? "" : ", which " + holder + " holds"), holder);
        }
        for (int i = 0; i < stack.length; i++) {
            String method = stack[i].getMethodName();
            switch (stack[i].getClassName() + "." + method) {
                case "java.net.Socket$SocketOutputStream.write" -> {
                    String socket = "the socket of " + name(noted.work.getClass().getSimpleName().equals("Client")
                            ? noted.work : noted.client == null ? noted.work : noted.client);
                    return new Seen(name, socket, socket);
                }
                case "java.util.concurrent.ArrayBlockingQueue.put", "java.util.concurrent.ArrayBlockingQueue.take",
                        "chat.Outbox.add", "chat.Outbox.take" -> {
                    return queue(name, noted, method.equals("take"), stack[i + 1]);
                }
                case "java.io.BufferedReader.readLine", "chat.Client.readLine" -> {
                    return new Seen(name, "a line of " + name, null);
                }
                case "java.util.concurrent.locks.ReentrantLock.lock" -> {
                    String holder = holder(LockSupport.getBlocker(thread));
                    return new Seen(name, "a ReentrantLock" + (holder == null ? "" : ", which " + holder + " holds"),
                            holder);
                }
                default -> { }
            }
        }
        return new Seen(name, "something else", null);
    }

    private static Seen queue(String name, Noted noted, boolean takes, StackTraceElement caller) {
        String from = caller.getClassName() + "." + caller.getMethodName();
        if (from.startsWith("chat.Client.send") && !takes) {
            return new Seen(name, "space in the outbox of " + name(noted.client) + ", which is full",
                    name(noted.client) + " (writer)");
        } else if (from.equals("chat.ChatRoom.run") || from.startsWith("chat.Client.")) {
            return new Seen(name, "something in the " + (from.startsWith("chat.Client.") ? "outbox" : "inbox"), null);
        }
        return new Seen(name, takes ? "an answer of " + name(noted.room)
                : "space in the inbox of " + name(noted.room) + ", which is full", name(noted.room));
    }

    /** Who is in a synchronized method of the class that this method is of, and isn't itself kept out. */
    private static String holder(StackTraceElement blocked) {
        for (var entry : Noted.threads.entrySet()) {
            if (entry.getKey().getState() != Thread.State.BLOCKED
                    && Stream.of(entry.getKey().getStackTrace()).anyMatch(it ->
                            it.getClassName().equals(blocked.getClassName()) && isSynchronized(it, entry.getValue()))) {
                return name(entry.getValue());
            }
        }
        return null;
    }

    private static boolean isSynchronized(StackTraceElement frame, Noted noted) {
        try {
            var type = Class.forName(frame.getClassName(), false, noted.work.getClass().getClassLoader());
            return Stream.of(type.getDeclaredMethods()).anyMatch(it -> it.getName().equals(frame.getMethodName())
                    && Modifier.isSynchronized(it.getModifiers()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Who holds a lock of java.util.concurrent. */
    private static String holder(Object lock) {
        return field(lock, "exclusiveOwnerThread") instanceof Thread thread && Noted.threads.containsKey(thread)
                ? name(Noted.threads.get(thread)) : null;
    }

    /** A thread is named after its client or room. */
    private static String name(Noted noted) {
        return name(noted.work) + (noted.work.getClass().getSimpleName().equals("Client") ? " (writer)" : "");
    }

    private static String name(Object of) {
        Object client = field(of, "client");
        boolean isRoom = of != null && of.getClass().getSimpleName().equals("ChatRoom");
        Object name = field(client == null ? of : client, "name");
        return isRoom ? name == null ? "room" : "room " + name : name == null ? peer(of) : name.toString();
    }

    /** Who has no name yet goes by its address. */
    private static String peer(Object of) {
        return Noted.threads.values().stream().map(it -> it.work)
                .filter(it -> it == of || of != null && field(it, "client") == of)
                .map(it -> field(it, "peer")).filter(Objects::nonNull).map(Object::toString).findFirst()
                .orElse("somebody");
    }

    private static void queue(String name, Object queue, Map<String, List<Integer>> queues) {
        if (queue instanceof BlockingQueue<?> it) {
            int size = it.size();
            queues.put(name, List.of(size, size + it.remainingCapacity()));
        } else if (queue != null) { // stage 6's Outbox
            queues.put(name, List.of((int) field(queue, "count"), (int) field(queue, "capacity")));
        }
    }

    /** The field's value; null if there is no such field. */
    private static Object field(Object of, String name) {
        if (of == null) {
            return null;
        }
        var field = FIELDS.computeIfAbsent(List.of(of.getClass(), name), _ -> find(of.getClass(), name));
        try {
            return field.isEmpty() ? null : field.get().get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Field> find(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return Optional.of(field);
                }
            }
        }
        return Optional.empty();
    }

    /** Starts the server of a stage, by its classes: PAGE CLASSES ARGUMENT... */
    static void main(String[] args) throws Exception {
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(1)));
        var watch = new Watch(Path.of(args[1]));
        try (var page = new Page(Path.of(args[0]), (_, _) -> Page.Answer.json(watch.state()))) {
            IO.println("Watch the threads of this stage at " + page.address());
            Class.forName("chat.ChatServer", true, new StageLoader(Path.of(args[1]), Noted.class, Noted::calls))
                    .getMethod("main", String[].class).invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
        }
    }
}
