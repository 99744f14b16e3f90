package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table for people. */
final class Table {

    private static final int MAX_COLUMN_WIDTH = 128;

    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** Adds columns of text. */
    Table text(String... headers) {
        Stream.of(headers).forEach(header -> column(header, HorizontalAlign.LEFT));
        return this;
    }

    /** Adds columns of figures. */
    Table figures(String... headers) {
        Stream.of(headers).forEach(header -> column(header, HorizontalAlign.RIGHT));
        return this;
    }

    private void column(String header, HorizontalAlign align) {
        columns.add(
                new Column().header(header).headerAlign(align).dataAlign(align).maxWidth(MAX_COLUMN_WIDTH));
    }

    /** Adds a row of as many cells as there are columns. */
    Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Stream.of(cells).map(Terminal::printable).toArray(String[]::new));
        return this;
    }

    String render() {
        return AsciiTable.builder()
                .lineSeparator("\n")
                .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
                .data(columns.toArray(Column[]::new), rows.toArray(Object[][]::new))
                .asString();
    }

    /** The value of a field as people read it: nothing where it is null or absent. */
    static String cell(JsonNode object, String field) {
        return object.path(field).asText("");
    }

    /** The account in one row. */
    static Table ofAccount(JsonNode account) {
        return ofAccounts().row(accountRow(account));
    }

    /** Accounts, as many as {@link #accountRow rows} are added. */
    static Table ofAccounts() {
        return new Table().text("account", "currency", "status").figures("balance", "reserved", "available", "version");
    }

    static String[] accountRow(JsonNode account) {
        return new String[] {
            cell(account, "id"),
            cell(account, "currency"),
            cell(account, "status"),
            cell(account, "balance"),
            cell(account, "reserved"),
            unlimited(account, "available"),
            cell(account, "version")
        };
    }

    /** Totals, a currency a row. */
    static Table ofTrialBalance(JsonNode items) {
        Table table = new Table()
                .text("currency")
                .figures("debits", "credits", "accounts", "boundary", "in transit")
                .text("balanced");
        items.forEach(item -> table.row(
                cell(item, "currency"),
                cell(item, "debits"),
                cell(item, "credits"),
                cell(item, "accounts"),
                cell(item, "boundary"),
                cell(item, "inTransit"),
                item.path("balanced").asBoolean() ? "yes" : "no"));
        return table;
    }

    /** A limit: where the server says null, there is none. */
    static String unlimited(JsonNode object, String field) {
        return object.path(field).isNull() ? "unlimited" : cell(object, field);
    }

    /** What a command left on the accounts of a transaction, an account a row. */
    static Table ofBalances(JsonNode transaction) {
        Table table = new Table()
                .text("transaction", "status", "account")
                .figures("balance", "reserved", "available", "version");
        transaction
                .path("balances")
                .forEachEntry((account, after) -> table.row(
                        cell(transaction, "id"),
                        cell(transaction, "status"),
                        account,
                        cell(after, "balance"),
                        cell(after, "reserved"),
                        unlimited(after, "available"),
                        cell(after, "version")));
        return table;
    }

    /** A transaction, a posting a row. */
    static Table ofPostings(JsonNode transaction) {
        Table table = new Table()
                .text("transaction", "status", "from", "to")
                .figures("amount", "captured")
                .text("currency", "reference", "recorded at", "expires at");
        transaction
                .path("postings")
                .forEach(posting -> table.row(
                        cell(transaction, "id"),
                        cell(transaction, "status"),
                        cell(posting, "from"),
                        cell(posting, "to"),
                        cell(posting, "amount"),
                        cell(posting, "captured"),
                        cell(posting, "currency"),
                        cell(transaction, "reference"),
                        cell(transaction, "recordedAt"),
                        cell(transaction, "expiresAt")));
        return table;
    }
}
