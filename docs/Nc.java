import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A client for machines without nc: {@code java docs/Nc.java localhost 8989}. What you type goes to the server, what it
 * sends is shown, byte for byte and at once. End of input (Ctrl-D, on Windows Ctrl-Z and Enter) ends only your half of
 * the conversation. Runs on any JDK from 11 on.
 *
 * <p>A console of Windows may have a charset of its own, in which ü is another byte than elsewhere. The server speaks
 * UTF-8, so what is typed and shown there is translated.
 */
public class Nc {
    public static void main(String[] args) {
        if (args.length != 2 || !args[1].matches("\\d{1,5}") || Integer.parseInt(args[1]) > 65535) {
            end(2, "Usage: java docs/Nc.java HOST PORT");
        }
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        if (server.isUnresolved()) {
            end(1, "Unknown host: " + args[0]);
        }
        try (Socket socket = new Socket()) {
            socket.connect(server);
            Thread typing = new Thread(() -> send(socket));
            typing.setDaemon(true); // when the server closes we end, whether or not anyone goes on typing
            typing.start();
            copy(socket.getInputStream(), StandardCharsets.UTF_8,
                    new FileOutputStream(FileDescriptor.out), console("stdout.encoding"));
        } catch (IOException e) {
            end(1, args[0] + " " + args[1] + ": " + e.getMessage());
        }
    }

    private static void send(Socket socket) {
        try {
            copy(System.in, console("stdin.encoding"), socket.getOutputStream(), StandardCharsets.UTF_8);
            socket.shutdownOutput();
        } catch (IOException e) {
            // The server has gone, which the main thread sees too.
        }
    }

    /** The charset of the console; UTF-8 if it has none of its own, or if a file or a program takes its place. */
    private static Charset console(String property) {
        String name = System.getProperty(property); // which older JDKs don't have
        boolean isConsole = System.console() != null || !System.getProperty("native.encoding", "").equals(name);
        Charset charset = name == null || !isConsole ? StandardCharsets.UTF_8 : Charset.forName(name);
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    private static void copy(InputStream from, Charset fromCharset, OutputStream to, Charset toCharset)
            throws IOException {
        if (!fromCharset.equals(toCharset)) {
            translate(new InputStreamReader(from, fromCharset), new OutputStreamWriter(to, toCharset));
            return;
        }
        byte[] buffer = new byte[8192];
        for (int n; (n = from.read(buffer)) >= 0; ) {
            to.write(buffer, 0, n);
        }
    }

    private static void translate(Reader from, Writer to) throws IOException {
        char[] buffer = new char[8192];
        for (int n; (n = from.read(buffer)) >= 0; ) {
            to.write(buffer, 0, n);
            to.flush();
        }
    }

    private static void end(int status, String why) {
        System.err.println(why);
        System.exit(status);
    }
}
