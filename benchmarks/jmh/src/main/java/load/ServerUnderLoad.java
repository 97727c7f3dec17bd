package load;

import module java.base;

/** A contestant's process, from when it listens until {@link #close()}, or until this program ends, however it does. */
final class ServerUnderLoad implements AutoCloseable {
    private static final long SECONDS_TO_START = 20;

    final int port;
    private final Process process;
    private final Path output;
    private final Thread atExit = new Thread(this::end);

    ServerUnderLoad(Contestant contestant) throws IOException, InterruptedException {
        port = freePort();
        output = Files.createTempFile("load-" + contestant.name(), ".log");
        List<String> command = contestant.command().stream()
                .map(word -> word.replace("{port}", Integer.toString(port))).toList();
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            awaitStart(contestant);
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    private void awaitStart(Contestant contestant) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!accepts()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IOException("%s does not listen on port %d; it says:%n%s"
                        .formatted(contestant.name(), port, Files.readString(output)));
            }
        }
    }

    private boolean accepts() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** No server has anything to lose here. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        end();
        process.onExit().join();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // the hook runs by itself
        }
        Files.deleteIfExists(output);
    }
}
