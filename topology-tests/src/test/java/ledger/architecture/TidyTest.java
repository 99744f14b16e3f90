package ledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The project is tidy, and each check sees what is not. */
class TidyTest {
    @Test
    void noFloatingPointNearMoney() throws IOException {
        Predicate<String> money =
                path -> path.matches(".*/src/main/java/ledger/(language|commands|projections|codec)/.*");
        assertThat(found(money.and(isJava()), Tidiness::floatingPoint)).isEmpty();
        assertThat(Tidiness.floatingPoint("// double\nString s = \"float\"; double d = 1;"))
                .containsExactly("double");
    }

    @Test
    void nothingIsLeftUndone() throws IOException {
        assertThat(found(_ -> true, Tidiness::leftUndone)).isEmpty();
        assertThat(Tidiness.leftUndone("// TO" + "DO later")).hasSize(1);
    }

    @Test
    void noFileIsLong() throws IOException {
        assertThat(found(isJava().and(path -> path.contains("/src/main/")), Tidiness::tooLong))
                .isEmpty();
        assertThat(Tidiness.tooLong("x\n".repeat(Tidiness.MAX_LINES))).isEmpty();
        assertThat(Tidiness.tooLong("x\n".repeat(Tidiness.MAX_LINES + 1))).hasSize(1);
    }

    @Test
    void noPathOfAMachine() throws IOException {
        assertThat(found(_ -> true, Tidiness::machinePaths)).isEmpty();
        assertThat(Tidiness.machinePaths("see /" + "work/x, /" + "home/ann/x and /" + "root"))
                .hasSize(3);
        assertThat(Tidiness.machinePaths("docs/work/x, a/root, /v1/work, /workers"))
                .isEmpty();
    }

    @Test
    void noHostOfARegistry() throws IOException {
        assertThat(found(_ -> true, Tidiness::registryHosts)).isEmpty();
        assertThat(Tidiness.registryHosts(
                        "https:/" + "/repo.maven.apache.org/x http:/" + "/maven.corp http:/" + "/10.0.0.1:80"))
                .hasSize(3);
        assertThat(Tidiness.registryHosts(
                        "http://127.0.0.1:7070 http://registry:8081 http://maven.apache.org/POM/4.0.0"))
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        // The tests of a package share the package-info of what they test.
        Set<String> marked = new TreeSet<>();
        Set<String> packages = new TreeSet<>();
        for (Path file : Repository.textFiles()) {
            if (file.toString().matches(".*src/(main|test)/java/.*\\.java")) {
                String name = String.valueOf(file.getParent()).replaceFirst(".*/java/", "");
                packages.add(name);
                if (file.endsWith("package-info.java")
                        && Tidiness.isNullMarked(Files.readString(Repository.ROOT.resolve(file)))) {
                    marked.add(name);
                }
            }
        }
        assertThat(packages).isNotEmpty().isEqualTo(marked);
        assertThat(Tidiness.isNullMarked("package ledger;")).isFalse();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Map<String, List<String>> broken = new TreeMap<>();
        for (Path page : Repository.textFiles()) {
            if (page.toString().endsWith(".md")) {
                Path file = Repository.ROOT.resolve(page);
                List<String> found = Tidiness.brokenLinks(
                        Files.readString(file), target -> Files.exists(file.resolveSibling(target)));
                if (!found.isEmpty()) {
                    broken.put(page.toString(), found);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(Tidiness.brokenLinks("[a](a.md#x) [b](b.md) [c](https://c) [d](#d) `[e](e.md)`", "a.md"::equals))
                .containsExactly("b.md");
    }

    @Test
    void versionsStandInTheRootAlone() throws IOException {
        assertThat(found(path -> path.endsWith("/pom.xml"), Tidiness::versions)).isEmpty();
        assertThat(Tidiness.versions("<parent><version>1</version></parent><version>2</version>"))
                .containsExactly("<version>2</version>");
    }

    @Test
    void looksAtTheFiles() throws IOException {
        assertThat(Repository.textFiles())
                .contains(Path.of("pom.xml"), Path.of("api/pom.xml"), Path.of("CONTRIBUTING.md"))
                .noneMatch(file -> file.toString().contains("target/"));
    }

    private static Predicate<String> isJava() {
        return path -> path.endsWith(".java");
    }

    private static Map<String, List<String>> found(Predicate<String> files, Function<String, List<String>> check)
            throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        for (Path file : Repository.textFiles()) {
            if (files.test(file.toString())) {
                List<String> found = check.apply(Files.readString(Repository.ROOT.resolve(file)));
                if (!found.isEmpty()) {
                    all.put(file.toString(), found);
                }
            }
        }
        return all;
    }
}
