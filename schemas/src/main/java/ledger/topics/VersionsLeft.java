package ledger.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.CommandOutcome.BalanceAfter;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The versions of accounts at which nothing is left of a command that was refused after it had reserved something. A
 * rejection tells its sender of no version, and the same rejection is sent to retries, so that this goes beside it: in
 * the header {@link #HEADER} of the outcome, a line for each account, {@code VERSION ACCOUNT}.
 *
 * @param versions by account
 */
public record VersionsLeft(Map<AccountId, Long> versions) {
    /** On outcomes of refused commands. */
    public static final String HEADER = "ledger-versions-left";

    /** Nothing was reserved. */
    public static final VersionsLeft NONE = new VersionsLeft(Map.of());

    public VersionsLeft {
        versions = Map.copyOf(versions);
    }

    /** Those of accounts as they were left. */
    public static VersionsLeft by(Collection<BalanceAfter> balances) {
        Map<AccountId, Long> versions = HashMap.newHashMap(balances.size());
        balances.forEach(balance -> versions.merge(balance.accountId(), balance.version(), Math::max));
        return versions.isEmpty() ? NONE : new VersionsLeft(versions);
    }

    /**
     * Those that a record tells of.
     *
     * @throws IllegalArgumentException if the header is there and is not as described
     */
    public static VersionsLeft of(Headers headers) {
        @Nullable String text = LedgerHeaders.text(headers, HEADER);
        if (text == null) {
            return NONE;
        }
        Map<AccountId, Long> versions = new HashMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("no account in a line of " + HEADER + ": " + line);
            }
            versions.put(new AccountId(line.substring(space + 1)), Long.valueOf(line.substring(0, space)));
        });
        return new VersionsLeft(versions);
    }

    /** Adds the header, if there is anything to tell. */
    public void put(Headers headers) {
        if (versions.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        versions.forEach((account, version) -> lines.add(version + " " + account.value()));
        LedgerHeaders.put(headers, HEADER, String.join("\n", lines));
    }
}
