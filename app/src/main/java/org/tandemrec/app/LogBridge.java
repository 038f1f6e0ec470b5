package org.tandemrec.app;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Has libraries that log by {@code java.util.logging} log as everything else does, warnings and errors only. */
final class LogBridge extends Handler {
    private static final SimpleFormatter TEXT = new SimpleFormatter();

    private LogBridge() {}

    /** Takes the place of all handlers there are. */
    static void install() {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new LogBridge());
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        org.slf4j.Logger log = LoggerFactory.getLogger(String.valueOf(record.getLoggerName()));
        String message = TEXT.formatMessage(record);
        if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.error(message, record.getThrown());
        } else {
            log.warn(message, record.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
