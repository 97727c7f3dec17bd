package scheduler;

import module java.base;
import module jdk.jdi;

/** A stage's server in a process of its own, suspended before its first line, and the debugger's way into it. */
record Jvm(Process process, VirtualMachine machine) {
    static final Duration PATIENCE = Duration.ofSeconds(20); // with a process that starts
    /** More than there are cores: a virtual thread that is held keeps its carrier. */
    private static final int CARRIERS = 64 + Runtime.getRuntime().availableProcessors();

    /** Starts the stage in this folder on any free port of loopback. */
    static Jvm start(Path stage) throws IOException {
        Path tool = Path.of(URI.create(Launch.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djdk.virtualThreadScheduler.parallelism=" + CARRIERS,
                "-Djdk.pollerMode=1", // with platform threads, so that all virtual threads are the stage's own
                "-cp", stage.resolve("target/classes") + File.pathSeparator + tool,
                "scheduler.Launch"));
        if (isLimited(stage)) {
            command.addAll(List.of("--idle=1000h", "--name-timeout=1000h"));
        }
        command.add("localhost:0");
        synchronized (Jvm.class) { // the JDK's connector is one for all
            var connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                    .filter(it -> it.name().equals("com.sun.jdi.SocketListen")).findFirst().orElseThrow();
            var arguments = connector.defaultArguments();
            arguments.get("localAddress").setValue("127.0.0.1");
            arguments.get("port").setValue("0");
            arguments.get("timeout").setValue(String.valueOf(PATIENCE.toMillis()));
            Process process = null;
            try {
                String debugger = connector.startListening(arguments).replaceAll(".*:", "127.0.0.1:");
                command.set(1, "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + debugger);
                process = new ProcessBuilder(command).start();
                var machine = connector.accept(arguments);
                connector.stopListening(arguments);
                return new Jvm(process, machine);
            } catch (IOException | IllegalConnectorArgumentsException e) {
                if (process != null) {
                    process.destroyForcibly();
                }
                throw new IOException("the server didn't start: " + e, e);
            }
        }
    }

    /** Whether this is stage 6, whose time limits run on while a thread is held. */
    static boolean isLimited(Path stage) {
        return Files.exists(stage.resolve("target/classes/chat/Limits.class"));
    }
}
