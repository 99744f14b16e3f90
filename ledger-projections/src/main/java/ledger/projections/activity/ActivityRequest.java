package ledger.projections.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which page of an account's activity is wanted.
 *
 * @param from only the window that this time is in, and later ones; {@code null}: from the first
 * @param to only windows that start before that time; {@code null}: up to the last
 * @param cursor only windows after that: what the page before gave; {@code null}: the first page
 * @param limit how many windows at most, 1 or more
 */
public record ActivityRequest(
        Window window,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long cursor,
        int limit) {}
