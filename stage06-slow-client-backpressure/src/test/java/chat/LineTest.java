package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a line that ada sends and bob reads. */
@Tag("1.2")
class LineTest {
    private ChatServer server;
    private TestClient ada;
    private TestClient bob;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
        ada = TestClient.join(server, "ada");
        bob = TestClient.join(server, "bob", ada);
    }

    @AfterEach
    void stop() {
        server.close();
        ada.close();
        bob.close();
    }

    @Test
    void aLineArrivesWithTimeAndName() {
        ada.send("hello");
        bob.expectSaid("ada", "hello", "a line of chat has the form [2026-11-20 15:48:41][ada]: hello");
    }

    /** The article cut the last two characters off every message, because its author's telnet sent CRLF. */
    @Test
    void nothingIsCutOffWhetherALineEndsInLfOrCrLf() {
        ada.sendRaw("from nc\nfrom telnet\r\nz\n");
        bob.expectSaid("ada", "from nc", "LF alone ends a line, and isn't part of it");
        bob.expectSaid("ada", "from telnet", "CRLF ends a line too");
        bob.expectSaid("ada", "z", "a line of one letter is a line");
    }

    @Test
    void anEmptyLineIsIgnored() {
        ada.sendRaw("\n\r\n  \nafter\n");
        bob.expectSaid("ada", "after", "blank lines are dropped, and they crash nothing");
    }

    /** The article took what one read of 2048 bytes returned for one message. */
    @Test
    void oneMessageMayComeInManyPackets() {
        for (byte b : "split".getBytes(UTF_8)) {
            ada.sendRaw(new byte[] {b});
        }
        ada.sendRaw("\n");
        bob.expectSaid("ada", "split",
                "TCP is a stream of bytes: a message ends at the newline, not where a packet ends");
    }

    @Test
    void manyMessagesMayComeInOnePacket() {
        ada.sendRaw("one\ntwo\nthree\n");
        bob.expectSaid("ada", "one", "TCP is a stream of bytes: one read may return many messages");
        bob.expectSaid("ada", "two", "TCP is a stream of bytes: one read may return many messages");
        bob.expectSaid("ada", "three", "TCP is a stream of bytes: one read may return many messages");
    }

    @Test
    void aMessageMayBeLongerThanAnyOneRead() {
        String text = "漢字".repeat(450); // 2700 bytes
        ada.send(text);
        bob.expectSaid("ada", text, "a message has no fixed buffer");
    }

    @Test
    void textIsUtf8() {
        ada.send("żółć, 漢字, 😀, é");
        bob.expectSaid("ada", "żółć, 漢字, 😀, é", "bytes in and bytes out are UTF-8, whatever the platform's default is");
    }

    @Test
    void aCharacterMayBeSplitOverPackets() {
        for (byte b : "😀\n".getBytes(UTF_8)) {
            ada.sendRaw(new byte[] {b});
        }
        bob.expectSaid("ada", "😀", "decode after a line is complete, not packet by packet");
    }

    @Test
    void aThousandLinesArriveInTheirOrder() {
        for (int i = 0; i < 1000; i++) {
            ada.send("line " + i);
        }
        for (int i = 0; i < 1000; i++) {
            bob.expectSaid("ada", "line " + i, "what one client sends arrives in that order, each line once");
        }
    }
}
