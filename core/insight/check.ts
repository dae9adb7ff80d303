/** One thing that must be so before a stage goes live; `mend` says what to do where it is not. */
export interface Check {
  readonly id: string
  readonly ok: boolean
  readonly detail: string
  readonly mend: string
}

/** Looks at one part of a stage; one that could not be asked is a finding, too. */
export function check<Part>(
  id: string,
  part: Part | Error,
  mend: string,
  look: (part: Part) => { ok: boolean; detail: string },
): Check {
  if (part instanceof Error) return { id, ok: false, detail: `could not be asked: ${part.name}`, mend }
  return { id, ...look(part), mend }
}
