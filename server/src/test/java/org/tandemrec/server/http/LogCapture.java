package org.tandemrec.server.http;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** What the logs get, ours by SLF4J and the web server's by the JDK's logging, as long as this is open. */
final class LogCapture extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ch.qos.logback.classic.Logger ours =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger webServers = Logger.getLogger("");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.toString());
        }
    };

    LogCapture() {
        appender.setContext(ours.getLoggerContext());
        appender.start();
        ours.addAppender(appender);
        webServers.addHandler(this);
    }

    @Override
    public void publish(LogRecord event) {
        lines.add("[" + event.getLevel() + "] " + event.getMessage());
    }

    /** What has come. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void flush() {
        // nothing waits
    }

    @Override
    public void close() {
        ours.detachAppender(appender);
        webServers.removeHandler(this);
    }
}
