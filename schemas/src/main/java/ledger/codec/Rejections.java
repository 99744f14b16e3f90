package ledger.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.records.RejectionDetail;

/** Rejections, as they stand in outcomes and in messages between shards. */
final class Rejections {
    private Rejections() {}

    static ledger.records.Rejection toRecord(Rejection rejection) {
        return new ledger.records.Rejection(rejection.reason().name(), toRecords(rejection.details()));
    }

    static Rejection fromRecord(ledger.records.Rejection rejection) {
        return new Rejection(RejectionReason.valueOf(rejection.getReason()), fromRecords(rejection.getDetails()));
    }

    private static List<RejectionDetail> toRecords(Map<String, Object> details) {
        return details.entrySet().stream()
                .map(detail -> new RejectionDetail(detail.getKey(), detail.getValue()))
                .toList();
    }

    private static Map<String, Object> fromRecords(List<RejectionDetail> details) {
        Map<String, Object> map = new LinkedHashMap<>();
        details.forEach(detail -> map.put(detail.getName(), detail.getValue()));
        return map;
    }
}
