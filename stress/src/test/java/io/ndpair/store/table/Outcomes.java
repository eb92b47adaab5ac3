package io.ndpair.store.table;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What readers may see, for all tests. Whatever is not listed here is forbidden. */
@Outcome(id = "\\w+ before, right, after, right", expect = Expect.ACCEPTABLE, desc = "Saw only how it was.")
@Outcome(id = "\\w+ after, right, after, right", expect = Expect.ACCEPTABLE, desc = "Saw only how it is in the end.")
@Outcome(id = "\\w+ between, right, after, right", expect = Expect.ACCEPTABLE, desc = "Saw only a step between.")
@Outcome(
        id = "\\w+ across, right, after, right",
        expect = Expect.ACCEPTABLE_INTERESTING,
        desc = "Saw it change, step by step and never back.")
@Outcome(id = ".*torn.*", expect = Expect.FORBIDDEN, desc = "Torn: no version of the entry was ever like this.")
@Outcome(id = ".*missing.*", expect = Expect.FORBIDDEN, desc = "Wrongly missing: it was there all the time.")
@Outcome(id = ".*found.*", expect = Expect.FORBIDDEN, desc = "Wrongly found: it was not there, or not any more.")
@Outcome(
        id = ".*(mixed|wrong).*",
        expect = Expect.FORBIDDEN,
        desc = "A range that is not of one moment, or says of another.")
public final class Outcomes {
    private Outcomes() {}
}
