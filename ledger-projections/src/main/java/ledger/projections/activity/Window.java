package ledger.projections.activity;

import java.time.Duration;
import java.time.Instant;

/** How effective time is cut, in UTC: windows follow each other without gap or overlap. */
public enum Window {
    /** From a full hour to the next. */
    HOUR(1, Duration.ofHours(1)),
    /** From midnight to midnight. */
    DAY(2, Duration.ofDays(1));

    private final int code;
    private final long seconds;

    Window(int code, Duration length) {
        this.code = code;
        this.seconds = length.toSeconds();
    }

    /** Stands for it in the keys of the store. */
    int code() {
        return code;
    }

    /** The first second since 1970 of the window that a time is in. */
    long firstSecond(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), seconds) * seconds;
    }

    /** When the window ends that starts at that second: where the next one begins. */
    Instant end(long firstSecond) {
        return Instant.ofEpochSecond(firstSecond + seconds);
    }
}
