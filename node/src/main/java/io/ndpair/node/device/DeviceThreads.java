package io.ndpair.node.device;

import io.ndpair.election.Elector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.DynamicCompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Which agents run on which threads: one thread that is busy when there is work (replication), one that appends to journals, one that reads them for
 * peers that are behind, one for disk work that may take long, one for the kernel's tables, and one for the election, which shares with nobody. Or all
 * of them in the duty cycle of an embedder.
 */
final class DeviceThreads implements AutoCloseable {
    private static final long MIN_PARK_NS = 10_000;
    private static final long MAX_PARK_NS = 50_000;
    private static final int SPINS = 5;
    private static final int YIELDS = 5;
    private static final int CLOSE_TIMEOUT_MS = 5_000;
    private static final long PAUSE_NS = 20_000;

    private final ReplicationAgent replication;
    private final Elector elector;
    private final DynamicCompositeAgent journals = new DynamicCompositeAgent("ndpair-journal");
    private final DynamicCompositeAgent catchUps = new DynamicCompositeAgent("ndpair-catch-up");
    private final DynamicCompositeAgent disk;
    private final DynamicCompositeAgent kernel;
    private final ErrorHandler errors;
    private final boolean isInvoked;
    private final List<AgentRunner> runners = new ArrayList<>();
    private boolean isStarted;

    DeviceThreads(
            ReplicationAgent replication,
            Elector elector,
            Agent platform,
            Agent reports,
            ErrorHandler errors,
            DeviceOptions.Threading threading) {
        kernel = new DynamicCompositeAgent("ndpair-kernel", platform);
        disk = new DynamicCompositeAgent("ndpair-disk", reports);
        this.replication = replication;
        this.elector = elector;
        this.errors = errors;
        this.isInvoked = threading == DeviceOptions.Threading.INVOKED;
    }

    void start() {
        isStarted = true;
        if (isInvoked) {
            journals.onStart();
            catchUps.onStart();
            disk.onStart();
            kernel.onStart();
            return;
        }
        run(replication, new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS));
        run(journals, new BackoffIdleStrategy(1, 1, MAX_PARK_NS, 1_000_000));
        run(catchUps, new SleepingMillisIdleStrategy(1));
        run(disk, new SleepingMillisIdleStrategy(2));
        run(kernel, new BackoffIdleStrategy(1, 1, MAX_PARK_NS, 1_000_000));
        run(elector, elector.idleStrategy());
    }

    private void run(Agent agent, IdleStrategy idle) {
        final AgentRunner runner = new AgentRunner(idle, errors, null, agent);
        final ThreadFactory named = task -> {
            final Thread thread = new Thread(task, agent.roleName());
            thread.setDaemon(true);
            return thread;
        };
        runners.add(runner);
        AgentRunner.startOnThread(runner, named);
    }

    /** One duty cycle of everything where an embedder invokes; nothing otherwise. */
    int invoke() {
        if (!isInvoked || !isStarted) {
            return 0;
        }
        return invoke(replication)
                + invoke(journals)
                + invoke(catchUps)
                + invoke(disk)
                + invoke(kernel)
                + invoke(elector);
    }

    private int invoke(Agent agent) {
        try {
            return agent.doWork();
        } catch (final Exception e) {
            errors.onError(e);
            return 0;
        }
    }

    /** Lets the agents of a store run: the first appends to its journal, the last reads it, the others do what may take long. */
    void add(List<Agent> storeAgents, Agent kernelAgent) {
        add(journals, storeAgents.get(0));
        final int last = storeAgents.size() - 1;
        for (final Agent agent : storeAgents.subList(1, last)) {
            add(disk, agent);
        }
        add(catchUps, storeAgents.get(last));
        add(kernel, kernelAgent);
    }

    /** Takes the agents out; they do not run any more when this returns. */
    void remove(List<Agent> storeAgents, Agent kernelAgent) {
        remove(kernel, kernelAgent);
        final int last = storeAgents.size() - 1;
        remove(catchUps, storeAgents.get(last));
        for (final Agent agent : storeAgents.subList(1, last)) {
            remove(disk, agent);
        }
        remove(journals, storeAgents.get(0));
    }

    private void add(DynamicCompositeAgent to, Agent agent) {
        while (!to.tryAdd(agent)) {
            pause(to);
        }
        while (!to.hasAddAgentCompleted()) {
            pause(to);
        }
    }

    private void remove(DynamicCompositeAgent from, Agent agent) {
        while (!from.tryRemove(agent)) {
            pause(from);
        }
        while (!from.hasRemoveAgentCompleted()) {
            pause(from);
        }
    }

    private void pause(DynamicCompositeAgent agent) {
        if (isInvoked) {
            invoke(agent);
        } else {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        for (final AgentRunner runner : runners) {
            runner.close(
                    CLOSE_TIMEOUT_MS,
                    thread ->
                            errors.onError(new IllegalStateException("thread " + thread.getName() + " does not end")));
        }
        runners.clear();
        if (isInvoked && isStarted) {
            CloseHelper.quietCloseAll(
                    elector::onClose, kernel::onClose, disk::onClose, catchUps::onClose, journals::onClose);
        }
    }
}
