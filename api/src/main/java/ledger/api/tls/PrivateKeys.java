package ledger.api.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes private keys. Java reads PKCS #8 (RFC 5208); the older forms of RSA (PKCS #1, RFC 8017) and of elliptic curves
 * (SEC 1, RFC 5915), which much of what issues certificates writes by default, are put into its envelope.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xA0;
    private static final int MAX_BYTES = 0xF000;

    /** Lengths up to this stand there as they are; longer ones after the number of their bytes. */
    private static final int MAX_SHORT = 0x7F;

    private static final int ONE_BYTE = 0x81;
    private static final int TWO_BYTES = 0x82;
    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /** The object identifier 1.2.840.113549.1.1.1, rsaEncryption, with its parameter NULL. */
    private static final byte[] RSA = {6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0};

    /** The object identifier 1.2.840.10045.2.1, id-ecPublicKey; its parameter is the curve. */
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private PrivateKeys() {}

    /** @param label of the block in PEM that the key is from */
    static PrivateKey of(String label, byte[] der) throws InvalidPemException {
        if (der.length > MAX_BYTES) {
            throw unknown("the private key", null);
        }
        return switch (label) {
            case "PRIVATE KEY" -> pkcs8(der);
            case "RSA PRIVATE KEY" -> pkcs8(envelope(der, RSA));
            case "EC PRIVATE KEY" -> pkcs8(envelope(der, EC, curve(der)));
            default -> throw unknown("the " + label, null);
        };
    }

    private static PrivateKey pkcs8(byte[] der) throws InvalidPemException {
        GeneralSecurityException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                last = e;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        throw unknown("the private key", last);
    }

    private static InvalidPemException unknown(String what, @Nullable Throwable cause) {
        String message = what + " is broken or of another kind than RSA, EC and EdDSA";
        return cause == null ? new InvalidPemException(message) : new InvalidPemException(message, cause);
    }

    private static byte[] envelope(byte[] key, byte[]... algorithm) {
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, algorithm), der(OCTETS, key));
    }

    /** The name of the curve, an object identifier, which stands in a key of SEC 1 after its number. */
    private static byte[] curve(byte[] sec1) throws InvalidPemException {
        try {
            ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
            content(key, INTEGER);
            content(key, OCTETS);
            ByteBuffer curve = content(key, CURVE);
            byte[] name = new byte[curve.remaining()];
            curve.get(name);
            return name;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw unknown("the private key", e);
        }
    }

    /** What an element of DER holds; the buffer goes on after it. */
    private static ByteBuffer content(ByteBuffer der, int tag) {
        if (Byte.toUnsignedInt(der.get()) != tag) {
            throw new IllegalArgumentException("another element of DER is there");
        }
        int length = Byte.toUnsignedInt(der.get());
        if (length == ONE_BYTE) {
            length = Byte.toUnsignedInt(der.get());
        } else if (length > MAX_SHORT) {
            throw new IllegalArgumentException("the key of a curve is not so long");
        }
        ByteBuffer content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static byte[] der(int tag, byte[]... contents) {
        int length = Stream.of(contents).mapToInt(content -> content.length).sum();
        ByteBuffer der = ByteBuffer.allocate(length + 4).put((byte) tag);
        if (length <= MAX_SHORT) {
            der.put((byte) length);
        } else if (length <= 0xFF) {
            der.put((byte) ONE_BYTE).put((byte) length);
        } else {
            der.put((byte) TWO_BYTES).putShort((short) length);
        }
        Stream.of(contents).forEach(der::put);
        return Arrays.copyOf(der.array(), der.position());
    }
}
