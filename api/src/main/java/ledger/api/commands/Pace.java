package ledger.api.commands;

/** How commands come: what is gained for many by gathering them costs one alone some milliseconds. */
enum Pace {
    /** One by itself: sent at once. */
    ALONE,
    /** One of many: waits some milliseconds to be sent together with those that follow. */
    GATHERED
}
