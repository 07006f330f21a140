"""The Python runner of the conformance cases: conformance/cases, in this process."""
