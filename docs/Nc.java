import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A client for machines without nc: {@code java docs/Nc.java localhost 8989}. What you type goes to the server, what it
 * sends is shown, byte for byte and at once. End of input (Ctrl-D, on Windows Ctrl-Z and Enter) ends only your half of
 * the conversation. Runs on any JDK from 11 on.
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
            copy(socket.getInputStream(), new FileOutputStream(FileDescriptor.out));
        } catch (IOException e) {
            end(1, args[0] + " " + args[1] + ": " + e.getMessage());
        }
    }

    private static void send(Socket socket) {
        try {
            copy(System.in, socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException e) {
            // The server has gone, which the main thread sees too.
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n; (n = from.read(buffer)) >= 0; ) {
            to.write(buffer, 0, n);
        }
    }

    private static void end(int status, String why) {
        System.err.println(why);
        System.exit(status);
    }
}
