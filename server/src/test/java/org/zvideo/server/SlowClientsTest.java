package org.zvideo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred clients that send one byte a second. Oracle: the clock of another client, and what is open and at work meanwhile. */
class SlowClientsTest {
    private static final int CLIENTS = 200;
    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_THREADS = 16;
    private static final int SECONDS = 4;

    @TempDir
    Path folder;

    private final List<Socket> slow = new ArrayList<>();

    /** What they send: a header that does not end, a body that is waited for, or one that is refused. */
    private static List<String> beginnings(TestServer own) {
        String host = " HTTP/1.1\r\nHost: 127.0.0.1:" + own.server.port() + "\r\nOrigin: " + own.origin + "\r\n";
        String body = "Content-Length: 100000\r\n\r\n";
        return List.of(
                "GET /" + host,
                "POST /api/v1/login" + host + body,
                "PUT /api/v1/uploads?name=a.jpg" + host + body,
                "POST /api/v1/jobs" + host + "Cookie: " + own.cookie + "\r\nX-Zvideo-Key: " + own.key + "\r\n" + body);
    }

    private static Socket connected(TestServer own, String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), own.server.port());
        socket.setSoTimeout(1);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends one byte more; one that was put out comes again. */
    private Socket drop(TestServer own, Socket socket, String beginning) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket;
        } catch (IOException e) {
            socket.close();
            return connected(own, beginning);
        }
    }

    private static boolean open(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static double seconds(TestServer own, HttpClient client) throws Exception {
        long begin = System.nanoTime();
        assertEquals(
                200,
                client.send(own.request("/session").build(), BodyHandlers.ofString())
                        .statusCode());
        return (System.nanoTime() - begin) / 1e9;
    }

    @Test
    void anotherClientIsServedWithinASecond() throws Exception {
        try (TestServer own = new TestServer(folder).login()) {
            List<String> beginnings = beginnings(own);
            for (int n = 0; n < CLIENTS; n++) {
                slow.add(connected(own, beginnings.get(n % beginnings.size())));
            }
            double longest = 0;
            for (int second = 0; second < SECONDS; second++) {
                long begin = System.nanoTime();
                longest = Math.max(longest, seconds(own, own.http));
                longest = Math.max(longest, seconds(own, HttpClient.newHttpClient()));
                for (int n = 0; n < CLIENTS; n++) {
                    slow.set(n, drop(own, slow.get(n), beginnings.get(n % beginnings.size())));
                }
                longest = Math.max(longest, seconds(own, HttpClient.newHttpClient()));
                Thread.sleep(Math.max(0, 1000 - (System.nanoTime() - begin) / 1_000_000));
            }
            assertTrue(longest < 1, longest + " s");
            long connections = slow.stream().filter(SlowClientsTest::open).count();
            assertTrue(connections <= MOST_CONNECTIONS, connections + " connections");
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("serve-"))
                    .count();
            assertTrue(threads <= MOST_THREADS, threads + " threads");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
