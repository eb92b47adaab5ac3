package io.ndpair.node.device;

import io.ndpair.transport.link.aeron.AeronTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;

/**
 * The one busy thread of a device: the writers and sessions of all profiles and the invoked media driver, in one duty cycle. An error of
 * one profile is reported and does not keep the others from their turn.
 */
final class ReplicationAgent implements Agent {
    private static final int MAX_WAITING_TASKS = 64;
    private static final long TASK_TIMEOUT_S = 30;

    private final AeronTransport transport;
    private final NanoClock clock;
    private final ErrorHandler errors;
    private final ManyToOneConcurrentArrayQueue<FutureTask<?>> tasks =
            new ManyToOneConcurrentArrayQueue<>(MAX_WAITING_TASKS);
    private final List<PlannedSwitchover> switchovers = new ArrayList<>();
    private volatile Profile[] profiles = {};
    private volatile Thread thread;

    ReplicationAgent(AeronTransport transport, NanoClock clock, ErrorHandler errors) {
        this.transport = transport;
        this.clock = clock;
        this.errors = errors;
    }

    @Override
    public void onStart() {
        thread = Thread.currentThread();
    }

    @Override
    public int doWork() {
        int work = runTasks();
        work += transport.doWork();
        final long nowNs = clock.nanoTime();
        for (final Profile profile : profiles) {
            try {
                work += profile.doWork(nowNs);
            } catch (final Exception e) {
                errors.onError(e);
            }
        }
        for (int i = switchovers.size() - 1; i >= 0; i--) {
            if (switchovers.get(i).doWork(nowNs)) {
                switchovers.remove(i);
                work++;
            }
        }
        return work;
    }

    /** Begins a switchover of all that follow one elector. Only in a task of {@link #call}. */
    void begin(PlannedSwitchover switchover) {
        if (!switchover.begin(switchovers, clock.nanoTime())) {
            switchovers.add(switchover);
        }
    }

    private int runTasks() {
        int done = 0;
        FutureTask<?> task = tasks.poll();
        while (task != null) {
            task.run();
            done++;
            task = tasks.poll();
        }
        return done;
    }

    /** Takes profiles into the duty cycle, or out of it. Only in a task of {@link #call}. */
    void profiles(Profile... running) {
        profiles = running.clone();
    }

    /**
     * Runs something on the agent's thread and waits for it; at once where the agent has no thread of its own (yet).
     *
     * @throws DeviceException when the task refuses, or the thread does not come to it in time.
     */
    <T> T call(Callable<T> task) {
        final FutureTask<T> future = new FutureTask<>(task);
        final Thread runner = thread;
        if (runner == null || runner == Thread.currentThread() || !runner.isAlive()) {
            future.run();
        } else if (!tasks.offer(future)) {
            throw new DeviceException("the device has too much to do: " + MAX_WAITING_TASKS + " changes are waiting");
        }
        try {
            return future.get(TASK_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new DeviceException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (final TimeoutException e) {
            future.cancel(false);
            throw new DeviceException("the replication thread did not answer within " + TASK_TIMEOUT_S + " s", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException("interrupted while the device changed", e);
        }
    }

    @Override
    public String roleName() {
        return "ndpair-replication";
    }
}
