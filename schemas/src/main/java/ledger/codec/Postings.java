package ledger.codec;

import java.util.List;
import ledger.language.AccountId;
import ledger.language.Posting;

/** Postings, as they stand in commands, events and outcomes. */
final class Postings {
    private Postings() {}

    static List<ledger.records.Posting> toRecords(List<Posting> postings) {
        return postings.stream().map(Postings::toRecord).toList();
    }

    static List<Posting> fromRecords(List<ledger.records.Posting> records) {
        return records.stream().map(Postings::fromRecord).toList();
    }

    private static ledger.records.Posting toRecord(Posting posting) {
        return new ledger.records.Posting(
                posting.from().value(),
                posting.to().value(),
                Values.decimal(posting.amount()),
                posting.asset().code(),
                posting.asset().scale());
    }

    private static Posting fromRecord(ledger.records.Posting posting) {
        return new Posting(
                new AccountId(posting.getFrom()),
                new AccountId(posting.getTo()),
                Values.amount(posting.getAmountMinor()),
                Values.asset(posting.getCurrency(), posting.getScale()));
    }
}
