/** What is in {@code deploy/}: read as a container runtime and Kubernetes read it, and checked against what the code knows. */
@NullMarked
package ledger.deploy;

import org.jspecify.annotations.NullMarked;
