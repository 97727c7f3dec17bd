package scheduler;

import module java.base;
import module jdk.httpserver;

/**
 * A page and what it asks for. It listens on loopback alone and answers only who knows the random part of its address.
 * One request is handled at a time.
 */
final class Page implements AutoCloseable {
    /** What a page gets: JSON, or a text to be saved. */
    record Answer(String type, String text) {
        static Answer json(Object value) {
            return new Answer("application/json", Json.of(value));
        }
    }

    /** Answers what the page asks for. */
    interface Answers {
        /** The body is null if the page only wants to see. */
        Answer to(String what, String body) throws IOException;
    }

    private final String token = HexFormat.of().formatHex(SecureRandom.getSeed(16));
    private final HttpServer http;
    private final Path page;
    private final Answers answers;

    Page(Path page, Answers answers) throws IOException {
        this.page = page;
        this.answers = answers;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
        http.start();
    }

    String address() {
        return "http://" + host() + "/" + token + "/";
    }

    private String host() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    /** Whether this was sent to this address by the page itself, by hand (site "none"), or by no browser (null). */
    private boolean isFromHere(Headers headers) {
        String origin = headers.getFirst("Origin");
        String site = headers.getFirst("Sec-Fetch-Site");
        return host().equals(headers.getFirst("Host"))
                && (origin == null || origin.equals("http://" + host()))
                && (site == null || site.equals("none") || site.equals("same-origin"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isFromHere(exchange.getRequestHeaders()) || !path.startsWith("/" + token + "/")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String what = path.substring(token.length() + 2);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip();
            Answer answer = what.isEmpty() ? new Answer("text/html", Files.readString(page))
                    : answers.to(what, exchange.getRequestMethod().equals("POST") ? body : null);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type + "; charset=utf-8");
            headers.set("Cache-Control", "no-store");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; "
                    + "script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'");
            byte[] bytes = answer.text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (RuntimeException e) {
            e.printStackTrace(); // else the JDK's server keeps it to itself
        }
    }
}
