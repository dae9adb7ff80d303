import * as z from 'zod/mini'

/** A field of a posted form that may stay empty, which says nothing. */
export const orEmpty = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.optional(
    z.union([
      z.pipe(
        z.literal(''),
        z.transform(() => undefined),
      ),
      schema,
    ]),
  )
