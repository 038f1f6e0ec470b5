package org.tandemrec.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the log looks like: a plain line for people, or, after {@link #asJson}, a JSON object a line with {@code time}, {@code level},
 * {@code logger}, {@code thread}, {@code message} and, where there is one, {@code error}.
 */
public final class LogLine extends EncoderBase<ILoggingEvent> {
    private static volatile boolean json;

    /** Has all lines from now on be JSON. */
    static void asJson() {
        json = true;
    }

    /** Nothing comes before the first line. */
    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = json ? object(event) + "\n" : plain(event);
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing comes after the last line. */
    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private static String plain(ILoggingEvent event) {
        String level =
                switch (event.getLevel().toInt()) {
                    case Level.WARN_INT -> "warning: ";
                    case Level.ERROR_INT -> "ERROR: ";
                    default -> "";
                };
        IThrowableProxy thrown = event.getThrowableProxy();
        String error = thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
        return level + event.getFormattedMessage() + System.lineSeparator() + error;
    }

    private static String object(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("error", ThrowableProxyUtil.asString(thrown));
        }
        return JsonMapper.shared().writeValueAsString(line);
    }
}
