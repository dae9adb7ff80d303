import * as z from 'zod/mini'

type Issue = z.core.$ZodIssue

/**
 * What can be read of a value that its schema refuses: without the keys that are unknown or wrong, each from the top; a wrong step of a sequence is one that
 * does nothing, so that the others keep their places. For checks that what is left out can't mislead. Undefined where too little is left.
 */
export function salvaged<Schema extends z.core.$ZodType>(
  schema: Schema,
  given: unknown,
  issues: readonly Issue[],
): z.output<Schema> | undefined {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return undefined
  const left: Record<string, unknown> = { ...given }
  for (const issue of issues) {
    const [top, index] = issue.path
    if (top === undefined) {
      // A rule on the whole of it says nothing of where.
      if (issue.code !== 'unrecognized_keys') return undefined
      for (const key of issue.keys) delete left[key]
    } else if (top === 'steps' && typeof index === 'number' && Array.isArray(left.steps)) {
      left.steps = left.steps.map((step: unknown, n: number) => (n === index ? { id: `step-${n}`, end: true } : step))
    } else {
      delete left[String(top)]
    }
  }
  const read = z.safeParse(schema, left)
  return read.success ? read.data : undefined
}

/** The keys at the top that a schema does not know. */
export function unknownKeys(issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []))
}
