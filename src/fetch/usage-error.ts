/** A mistake in how the handler is used. Its message is the library's own, so the log may show it. */
export class UsageError extends TypeError {}
