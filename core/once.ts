/** What makes its value when it is first asked for and keeps it: a schema costs a cold start nothing until something is parsed. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}
