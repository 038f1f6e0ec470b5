package org.tandemrec.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection of HTTP/1.1 that is kept (RFC 9112), to this machine: sends a request's bytes as they are and reads the reply, by
 * length or in chunks. For one thread.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int BUFFER = 16 << 10;
    private static final int LONGEST_HEAD = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean open = true;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param patience how long to wait for the connection, and later for each piece of a reply
     */
    @SuppressWarnings("resource") // the connection closes its socket
    public static HttpConnection open(int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            int millis = Math.toIntExact(patience.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            return new HttpConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a request and reads its reply; the connection is of no use after an exception. */
    public Reply exchange(Request request) throws IOException {
        write(request.bytes(), 0, request.bytes().length);
        return read();
    }

    /** Sends bytes. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** Reads the reply to what was written. */
    public Reply read() throws IOException {
        String head = head();
        int status = status(head);
        while (status == 100) { // continue: the reply proper follows
            head = head();
            status = status(head);
        }
        byte[] body = body(status, head);
        if (Reply.names(head, "Connection", "close")) {
            close();
        }
        return new Reply(status, head, body);
    }

    /** Whether another request can follow. */
    public boolean isOpen() {
        return open;
    }

    private byte[] body(int status, String head) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (Reply.names(head, "Transfer-Encoding", "chunked")) {
            return chunks();
        }
        String length = Reply.header(head, "Content-Length").orElse("");
        if (!length.isEmpty()) {
            return bytes(number(length, 10));
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream(); // until the server closes
        rest.write(buffer, position, limit - position);
        in.transferTo(rest);
        close();
        return rest.toByteArray();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            int end = size.indexOf(';');
            byte[] chunk = bytes(number((end < 0 ? size : size.substring(0, end)).strip(), 16));
            all.writeBytes(chunk);
            boolean last = chunk.length == 0;
            String rest = line();
            while (last && !rest.isEmpty()) {
                rest = line(); // trailers are of no interest
            }
            if (last) {
                return all.toByteArray();
            }
        }
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            throw new ProtocolException("a length must be a number, but was \"" + text + "\"");
        }
    }

    private static int status(String head) throws ProtocolException {
        if (!head.startsWith("HTTP/1.") || head.length() < 12) {
            throw new ProtocolException("a reply must start with HTTP/1.1 and a status, but was " + head);
        }
        return number(head.substring(9, 12), 10);
    }

    /** Reads up to and with the empty line, which is left out. */
    private String head() throws IOException {
        StringBuilder head = new StringBuilder(256);
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            if (head.length() > LONGEST_HEAD) {
                throw new ProtocolException("the head of a reply has no end");
            }
        }
        return head.toString();
    }

    private String line() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = position + scanned; i < limit; i++) {
                if (buffer[i] == '\n') {
                    int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
                    String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
                    position = i + 1;
                    return line;
                }
            }
            scanned = limit - position;
            fill();
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int buffered = Math.min(count, limit - position);
        System.arraycopy(buffer, position, bytes, 0, buffered);
        position += buffered;
        if (in.readNBytes(bytes, buffered, count - buffered) < count - buffered) {
            throw new EOFException("the server closed the connection within a reply");
        }
        return bytes;
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            throw new ProtocolException("a line of a reply is longer than " + BUFFER + " bytes");
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        limit += read;
    }

    @Override
    public void close() throws IOException {
        open = false;
        socket.close();
    }
}
