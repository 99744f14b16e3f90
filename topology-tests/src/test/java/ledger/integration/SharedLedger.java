package ledger.integration;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one server that all of them share; each works on accounts of its own. */
final class SharedLedger implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LedgerFixture.class;
    }

    @Override
    public LedgerFixture resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Closed by JUnit when all tests have run.
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedLedger.class))
                .computeIfAbsent(LedgerFixture.class, _ -> new LedgerFixture(), LedgerFixture.class);
    }
}
