package ledger.integration;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one server that all of them share; each works on accounts of its own. */
final class SharedLedger implements ExecutionCondition, ParameterResolver {
    // Here too, for JUnit takes what aborts a parameter for a failure.
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return TestBroker.missing()
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("the broker is there"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LedgerFixture.class;
    }

    @Override
    public LedgerFixture resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Of the session, for Surefire makes a request of its own of each class where several JVMs share them; closed
        // by JUnit
        // when the JVM has run all of its tests.
        return context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(SharedLedger.class))
                .computeIfAbsent(LedgerFixture.class, _ -> new LedgerFixture(), LedgerFixture.class);
    }
}
