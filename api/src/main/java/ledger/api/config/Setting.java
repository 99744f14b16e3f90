package ledger.api.config;

/**
 * A value as it was written, and where.
 *
 * @param value the text, without surrounding blanks
 * @param source for people: the file, the variable of the environment, the flag, or {@code default}
 */
record Setting(String value, String source) {

    Setting {
        value = value.strip();
    }
}
