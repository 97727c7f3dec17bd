// Starts a stage's server for Maven, and ends it when Maven ends: even a killed Maven leaves no server behind.
void main(String[] args) throws Exception {
    ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(1)));
    chat.ChatServer.main(args);
}
