package ledger.codec;

import java.util.List;
import ledger.language.AccountId;
import ledger.language.Posting;

/** Postings to and from their records, as they stand in commands, events, outcomes and stores. */
public final class PostingCodec {
    private PostingCodec() {}

    /** The records of postings. */
    public static List<ledger.records.Posting> toRecords(List<Posting> postings) {
        return postings.stream().map(PostingCodec::toRecord).toList();
    }

    /** The postings of records. */
    public static List<Posting> fromRecords(List<ledger.records.Posting> records) {
        return records.stream().map(PostingCodec::fromRecord).toList();
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
