package ledger.api.config;

import java.nio.file.Path;

/**
 * What the HTTP interface shows to speak TLS. The files are not read here.
 *
 * @param certificate in PEM, followed by those that issued it
 * @param key in PEM, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
