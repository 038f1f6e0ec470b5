package org.tandemrec.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands between a client and PostgreSQL; breaks the connection, when asked to, right after a commit whose answer it withholds. */
final class CommitBreaker implements AutoCloseable {
    private static final int ANSWER_MILLIS = 300;

    private final ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicBoolean armed = new AtomicBoolean();
    private final int serverPort;

    CommitBreaker(int serverPort) throws IOException {
        this.serverPort = serverPort;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return clients.getLocalPort();
    }

    void breakNextCommit() {
        armed.set(true);
    }

    private void accept() {
        while (!clients.isClosed()) {
            try {
                Socket client = clients.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                AtomicBoolean broken = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pump(client, server, broken, true));
                Thread.ofVirtual().start(() -> pump(server, client, broken, false));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pump(Socket from, Socket to, AtomicBoolean broken, boolean toServer) {
        byte[] buffer = new byte[64 << 10];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                boolean commit = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("COMMIT");
                if (toServer && commit && armed.compareAndSet(true, false)) {
                    broken.set(true);
                    out.write(buffer, 0, read);
                    Thread.sleep(ANSWER_MILLIS);
                    return;
                }
                if (!broken.get()) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException | InterruptedException e) {
            broken.set(true);
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
