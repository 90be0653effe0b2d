"""The stateful test of decisions, in parts: what is said, what people do, what time does, what must be true."""
