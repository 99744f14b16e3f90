package ledger.api.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Bytes as people read them. */
public final class ByteText {
    private static final int A_LINE = 16;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private ByteText() {}

    /** The bytes as text, where they are UTF-8 and have no control characters. */
    public static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().noneMatch(Character::isISOControl) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The bytes as text where they are, else in hexadecimal. */
    public static String textOrHex(byte[] bytes) {
        return text(bytes).orElseGet(() -> HEX.formatHex(bytes));
    }

    /** Sixteen bytes a line: where they are, the bytes, and the characters of ASCII among them. */
    public static List<String> dump(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += A_LINE) {
            int end = Math.min(bytes.length, start + A_LINE);
            StringBuilder characters = new StringBuilder();
            for (int i = start; i < end; i++) {
                characters.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
            lines.add("%08x  %-47s  |%s|".formatted(start, HEX.formatHex(bytes, start, end), characters));
        }
        return lines;
    }
}
