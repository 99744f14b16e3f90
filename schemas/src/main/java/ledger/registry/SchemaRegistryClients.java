package ledger.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Makes clients from configuration; the keys are those of Confluent's clients. */
public final class SchemaRegistryClients {
    /** Base URLs of one registry's servers, comma-separated; {@code mock://scope} is a registry in this JVM. */
    public static final String URL = "schema.registry.url";

    /** Where credentials come from: {@code URL} (user:password@ in the URLs, the default) or {@code USER_INFO}. */
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";

    /** {@code user:password}, for {@code USER_INFO}. */
    public static final String USER_INFO = "basic.auth.user.info";

    /** {@code STATIC_TOKEN} where a token is shown, as {@code Authorization: Bearer}, instead of a user and a password. */
    public static final String TOKEN_SOURCE = "bearer.auth.credentials.source";

    /** The token, for {@code STATIC_TOKEN}. */
    public static final String TOKEN = "bearer.auth.token";

    /** Longest wait for a connection to one server, in milliseconds. */
    public static final String CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";

    /** Longest wait for one server's answer, in milliseconds. */
    public static final String READ_TIMEOUT_MS = "http.read.timeout.ms";

    private static final String NO_TOKEN = "";
    private static final String STATIC_TOKEN = "STATIC_TOKEN";

    /** The characters that RFC 6750 allows. */
    private static final Pattern TOKEN_FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Base URLs of the schema registry.")
            .define(
                    CREDENTIALS_SOURCE,
                    ConfigDef.Type.STRING,
                    "URL",
                    ConfigDef.ValidString.in("URL", "USER_INFO"),
                    Importance.MEDIUM,
                    "Where the credentials for basic authentication come from.")
            .define(USER_INFO, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "user:password for USER_INFO.")
            .define(
                    TOKEN_SOURCE,
                    ConfigDef.Type.STRING,
                    NO_TOKEN,
                    ConfigDef.ValidString.in(NO_TOKEN, STATIC_TOKEN),
                    Importance.MEDIUM,
                    "Where the token for bearer authentication comes from.")
            .define(TOKEN, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "The token for STATIC_TOKEN.")
            .define(
                    CONNECT_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    5_000,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "Longest wait for a connection.")
            .define(
                    READ_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    15_000,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "Longest wait for an answer.");

    private static final String MOCK_SCHEME = "mock";
    private static final ConcurrentMap<String, SubjectRegistry> MOCKS = new ConcurrentHashMap<>();

    private SchemaRegistryClients() {}

    /** A client of a registry in this process. Closing the client leaves the registry open. */
    public static SchemaRegistryClient of(SubjectRegistry registry) {
        return new LocalSchemaRegistryClient(registry);
    }

    /**
     * The client that a configuration describes; keys that are not a registry's are ignored. All {@code mock://} clients
     * of a scope share one registry for as long as the JVM lives.
     *
     * @throws ConfigException that names the key, the value (never a password) and what would be right
     */
    public static SchemaRegistryClient of(Map<String, ?> configs) {
        return of(configs, Optional.empty());
    }

    /**
     * As {@link #of(Map)}.
     *
     * @param trust whom to trust at {@code https} URLs; empty: whom the Java runtime does
     */
    public static SchemaRegistryClient of(Map<String, ?> configs, Optional<SSLContext> trust) {
        AbstractConfig config = new AbstractConfig(CONFIG, configs, false);
        List<URI> servers = new ArrayList<>();
        for (String url : config.getList(URL)) {
            servers.add(parseUrl(url));
        }
        if (servers.isEmpty()) {
            throw new ConfigException(URL, "", "give the base URL of a registry, such as http://localhost:8081");
        }
        if (servers.stream().anyMatch(server -> MOCK_SCHEME.equals(server.getScheme()))) {
            return mock(servers);
        }
        return new HttpSchemaRegistryClient(
                servers.stream().map(server -> endpoint(server, config)).toList(),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(READ_TIMEOUT_MS)),
                trust);
    }

    private static SchemaRegistryClient mock(List<URI> servers) {
        if (servers.size() > 1) {
            throw new ConfigException(
                    URL, withoutCredentials(servers), "a mock:// registry stands alone, without other URLs");
        }
        String scope = servers.getFirst().getRawAuthority();
        return of(MOCKS.computeIfAbsent(
                scope == null ? "" : scope, unknown -> new SubjectRegistry(new InMemorySchemaLog())));
    }

    private static URI parseUrl(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            if (MOCK_SCHEME.equals(scheme)
                    || (("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The parser's message would repeat the URL with its password, so that it is not passed on.
            throw badUrl(url);
        }
        throw badUrl(url);
    }

    private static ConfigException badUrl(String url) {
        return new ConfigException(
                URL,
                url.replaceAll("//[^/@]*@", "//***@"),
                "each URL must be http://host[:port][/path], https://host[:port][/path] or mock://scope");
    }

    private static String withoutCredentials(List<URI> servers) {
        return String.join(
                ",",
                servers.stream()
                        .map(server -> server.toString().replaceAll("//[^/@]*@", "//***@"))
                        .toList());
    }

    private static HttpSchemaRegistryClient.Server endpoint(URI url, AbstractConfig config) {
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        return new HttpSchemaRegistryClient.Server(
                url.getScheme() + "://" + authority + path, authorization(url.getUserInfo(), config));
    }

    private static @Nullable String authorization(@Nullable String userOfUrl, AbstractConfig config) {
        boolean userInfo = config.getString(CREDENTIALS_SOURCE).equals("USER_INFO");
        if (config.getString(TOKEN_SOURCE).equals(STATIC_TOKEN)) {
            if (userInfo || userOfUrl != null) {
                throw new ConfigException(TOKEN_SOURCE, STATIC_TOKEN, "stands alone, without a user and a password");
            }
            return "Bearer " + token(config);
        }
        String credentials = userInfo ? userInfo(config) : userOfUrl;
        return credentials == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String userInfo(AbstractConfig config) {
        String userInfo = config.getPassword(USER_INFO).value();
        if (!userInfo.contains(":")) {
            throw new ConfigException(
                    USER_INFO, "[hidden]", CREDENTIALS_SOURCE + "=USER_INFO needs it as user:password");
        }
        return userInfo;
    }

    /** Looked at here, for whoever sends a header repeats one that cannot be sent. */
    private static String token(AbstractConfig config) {
        String token = config.getPassword(TOKEN).value();
        if (!TOKEN_FORM.matcher(token).matches()) {
            throw new ConfigException(
                    TOKEN, "[hidden]", TOKEN_SOURCE + "=STATIC_TOKEN needs it, of letters, digits and ._~+/-=");
        }
        return token;
    }
}
