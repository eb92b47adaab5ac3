package io.ndpair.bench.child;

/** Something that is measured in a process of its own. */
public interface Measurement {
    /** Measures and tells what it found. */
    void run(Task task, SampleLines out) throws Exception;
}
