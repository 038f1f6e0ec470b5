package org.tandemrec.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands between a client and PostgreSQL; when asked to, breaks the connection instead of passing on the answer to a commit. */
final class CommitBreaker implements AutoCloseable {
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
                Thread.ofVirtual().start(() -> pump(client, server, false));
                Thread.ofVirtual().start(() -> pump(server, client, true));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                boolean committed = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("COMMIT");
                if (answers && committed && armed.compareAndSet(true, false)) {
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return; // the other side is closed
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
