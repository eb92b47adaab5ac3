package io.ndpair.node.admin;

import io.ndpair.node.shell.DeviceAccess;
import io.ndpair.node.shell.ShellGrammar;
import io.ndpair.node.shell.ShellSession;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The local door of a device: serves {@code exec} and {@code shell} at a Unix domain socket of mode 0600.
 *
 * <p>An agent: its duty cycle waits for nothing, and {@link DeviceAccess} is called on its thread alone. Sessions, frames and
 * buffers are bounded; a client that sends what is no frame, that does not read, or that is silent too long loses its
 * session and nothing else happens. A failure in a command ends that session, is given to the error handler, and the server
 * goes on. Run it on a thread that may sleep a millisecond between cycles.
 */
public final class AdminServer implements Agent, AutoCloseable {
    private static final int ACCEPTS_PER_CYCLE = 4;

    private final AdminConfig config;
    private final DeviceAccess device;
    private final NanoClock clock;
    private final ErrorHandler errors;
    private final ServerSocketChannel server;
    private final ShellGrammar grammar = new ShellGrammar();
    private final List<AdminSession> sessions = new ArrayList<>();
    private volatile int openSessions;
    private final AtomicLong refusedSessions = new AtomicLong();
    private boolean closed;

    private AdminServer(
            AdminConfig config, DeviceAccess device, NanoClock clock, ErrorHandler errors, ServerSocketChannel server) {
        this.config = config;
        this.device = device;
        this.clock = clock;
        this.errors = errors;
        this.server = server;
    }

    /**
     * Makes the socket. A socket that a dead process left behind is replaced.
     *
     * @param errors is told of failures that are defects of the device, not of clients; must not throw
     * @throws AdminException in one line why there can be no socket, for instance because a running device has it
     */
    public static AdminServer open(AdminConfig config, DeviceAccess device, NanoClock clock, ErrorHandler errors)
            throws AdminException {
        return new AdminServer(config, device, clock, errors, AdminSocket.listen(config.socket()));
    }

    @Override
    public String roleName() {
        return "admin";
    }

    @Override
    public int doWork() {
        if (closed) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        int work = accept(nowNs);
        final Iterator<AdminSession> each = sessions.iterator();
        while (each.hasNext()) {
            final AdminSession session = each.next();
            work += serve(session, nowNs);
            if (session.isOver()) {
                each.remove();
                close(session);
                openSessions = sessions.size();
            }
        }
        return work;
    }

    private int accept(long nowNs) {
        int accepted = 0;
        try {
            while (accepted < ACCEPTS_PER_CYCLE) {
                final SocketChannel channel = server.accept();
                if (channel == null) {
                    break;
                }
                accepted++;
                channel.configureBlocking(false);
                final AdminSession session = new AdminSession(channel, shell(true), shell(false), nowNs);
                if (sessions.size() >= config.maxSessions()) {
                    refusedSessions.incrementAndGet();
                    session.end("the device has " + config.maxSessions() + " sessions already");
                    close(session);
                } else {
                    sessions.add(session);
                    openSessions = sessions.size();
                }
            }
        } catch (IOException e) {
            errors.onError(e);
        }
        return accepted;
    }

    private Supplier<ShellSession> shell(boolean interactive) {
        return () -> new ShellSession(device, grammar, config.zone(), interactive);
    }

    private int serve(AdminSession session, long nowNs) {
        try {
            final int work = session.doWork(nowNs);
            final Optional<String> overdue = session.overdue(nowNs, config.idleTimeoutNs(), config.stallTimeoutNs());
            if (overdue.isPresent()) {
                session.end(overdue.get());
            }
            return work;
        } catch (IOException e) {
            // The client went away or does not speak the protocol; neither is news to the device.
            session.end(e instanceof AdminException ? e.getMessage() : "the connection broke");
            return 1;
        } catch (RuntimeException e) {
            errors.onError(e);
            session.end("the device failed at this command: " + e.getClass().getSimpleName());
            return 1;
        }
    }

    private void close(AdminSession session) {
        try {
            session.close();
        } catch (IOException e) {
            errors.onError(e);
        }
    }

    /** Sessions that are open; any thread. */
    public int sessionCount() {
        return openSessions;
    }

    /** Sessions that were refused because there were too many; any thread. */
    public long refusedSessionCount() {
        return refusedSessions.get();
    }

    @Override
    public void onClose() {
        close();
    }

    /** Ends all sessions and takes the socket away; on the agent's thread, or when the agent has stopped. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        sessions.forEach(session -> session.end("the device is shutting down"));
        sessions.forEach(this::close);
        sessions.clear();
        openSessions = 0;
        try {
            server.close();
            Files.deleteIfExists(config.socket());
        } catch (IOException e) {
            errors.onError(e);
        }
    }
}
