package ledger.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What is not tidy in one file. Every check answers with what it has found. */
final class Tidiness {
    static final int MAX_LINES = 300;

    private static final Pattern NOT_CODE =
            Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"");
    private static final Pattern FLOATING = Pattern.compile("\\b(?:double|float|Double|Float)\\b");
    private static final Pattern LEFT_UNDONE = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.{}$*/<-])/(?:work|root|home/[a-z][\\w-]*|Users/\\w+|tmp/wt-\\w+)(?![\\w-])");
    private static final Pattern URL_HOST = Pattern.compile("https?://([\\w.-]+)");
    private static final Pattern PRIVATE_HOST = Pattern.compile(
            "(?:10|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))\\.\\d.*|.*\\.(?:internal|corp|lan|intranet)|.*(?:artifactory|nexus|mirror).*");
    private static final Pattern REGISTRY_HOST = Pattern.compile(
            "repo1?\\.maven\\..*|registry\\.npmjs\\.org|(?:.*\\.)?(?:docker\\.io|ghcr\\.io|quay\\.io|pypi\\.org)");
    private static final Pattern CODE_IN_MARKDOWN = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");
    private static final Pattern PARENT = Pattern.compile("(?s)<parent>.*?</parent>|<!--.*?-->");
    private static final Pattern VERSION = Pattern.compile("<version>[^<]*</version>");

    private Tidiness() {}

    static List<String> floatingPoint(String java) {
        return all(FLOATING, NOT_CODE.matcher(java).replaceAll(" "));
    }

    static List<String> leftUndone(String text) {
        return all(LEFT_UNDONE, text);
    }

    static List<String> machinePaths(String text) {
        return all(MACHINE_PATH, text);
    }

    static List<String> registryHosts(String text) {
        return URL_HOST.matcher(text)
                .results()
                .map(result -> result.group(1))
                .filter(host -> PRIVATE_HOST.matcher(host).matches()
                        || REGISTRY_HOST.matcher(host).matches())
                .toList();
    }

    static List<String> tooLong(String text) {
        long lines = text.lines().count();
        return lines > MAX_LINES ? List.of(lines + " lines") : List.of();
    }

    /** The relative links of a page to files that are not there. */
    static List<String> brokenLinks(String markdown, Predicate<String> exists) {
        List<String> broken = new ArrayList<>();
        LINK.matcher(CODE_IN_MARKDOWN.matcher(markdown).replaceAll("code"))
                .results()
                .forEach(result -> {
                    String target = result.group(1);
                    String file = target.replaceFirst("#.*", "");
                    if (!target.matches("[a-z]+:.*") && !file.isEmpty() && !exists.test(file)) {
                        broken.add(target);
                    }
                });
        return broken;
    }

    /** Versions in the POM of a module other than its parent's. */
    static List<String> versions(String pom) {
        return all(VERSION, PARENT.matcher(pom).replaceAll(""));
    }

    static boolean isNullMarked(String packageInfo) {
        return packageInfo.contains("@NullMarked\npackage ");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }
}
