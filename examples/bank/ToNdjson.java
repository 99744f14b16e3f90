// Turns the bank's transactions into the NDJSON that `POST /v1/batches` and `./ledger import` take.
//
//     java examples/bank/ToNdjson.java examples/bank/bank-1993.csv.gz > bank.ndjson
//
// First a line that opens each account, in the order in which the accounts first appear; then a line for each row, in
// the file's order. Idempotency keys come from the bank's own numbers, so that booking the file again books nothing.

private static final String HEADER = "transaction_id,account_id,date,kind,amount,balance_after,operation";

private record Row(
        String transactionId, String accountId, LocalDate date, String op, String amount, BigDecimal balanceAfter,
        String reference) {

    static Row parse(String line, int lineNumber) {
        String[] fields = line.split(",", -1);
        if (fields.length != 7) {
            throw new IllegalArgumentException("line " + lineNumber + ": 7 columns expected, found " + fields.length);
        }
        String op = switch (fields[3]) {
            case "deposit" -> "deposit";
            case "withdrawal" -> "withdraw";
            default -> throw new IllegalArgumentException("line " + lineNumber + ": unknown kind " + fields[3]);
        };
        return new Row(
                fields[0], fields[1], LocalDate.parse(fields[2]), op, fields[4], new BigDecimal(fields[5]), fields[6]);
    }

    String toJson() {
        return """
                {"op":"%s","idempotencyKey":"bank-1993-%s","account":"bank:%s","amount":"%s","currency":"CZK",\
                "reference":"%s","effectiveAt":"%sT00:00:00Z"}
                """.formatted(op, transactionId, accountId, amount, reference, date);
    }
}

private static List<Row> read(InputStream csv) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw new IllegalArgumentException("line 1: the header " + HEADER + " expected");
        }
        int lineNumber = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rows.add(Row.parse(line, ++lineNumber));
        }
    }
    return rows;
}

/** The bank let a few accounts go below zero: those are opened without a limit, all others may never. */
private static String openLine(String accountId, boolean goesBelowZero) {
    return """
            {"op":"open","idempotencyKey":"bank-1993-open-%1$s","account":"bank:%1$s","currency":"CZK",\
            "overdraftLimit":%2$s}
            """.formatted(accountId, goesBelowZero ? "null" : "\"0.00\"");
}

void main(String[] args) throws IOException {
    if (args.length != 1) {
        System.err.println("usage: java ToNdjson.java bank-1993.csv.gz > bank.ndjson");
        System.exit(2);
    }
    List<Row> rows = read(new GZIPInputStream(Files.newInputStream(Path.of(args[0]))));
    Map<String, Boolean> goesBelowZero = new LinkedHashMap<>();
    for (Row row : rows) {
        goesBelowZero.merge(row.accountId(), row.balanceAfter().signum() < 0, Boolean::logicalOr);
    }
    try (Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
        for (Map.Entry<String, Boolean> account : goesBelowZero.entrySet()) {
            out.write(openLine(account.getKey(), account.getValue()));
        }
        for (Row row : rows) {
            out.write(row.toJson());
        }
    }
}
