package io.ndpair.store.table;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Every way to read against {@link Change#RECYCLE}. */
@JCStressTest
@JCStressMeta(Outcomes.class)
@State
public class RecycleStress {
    private final Scene scene = Scene.of(Change.RECYCLE);

    @Actor
    public void writer() {
        scene.change();
    }

    @Actor
    public void reader(LL_Result result) {
        result.r1 = scene.look();
    }

    @Arbiter
    public void end(LL_Result result) {
        result.r2 = scene.end();
    }
}
