interface Client {
  readonly middlewareStack: { remove(name: string): boolean }
}

/** Takes from a client what it prepares of every call for a log that nobody reads: a tenth of the work of a call. */
export function withoutLog<C extends Client>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware')
  return client
}
