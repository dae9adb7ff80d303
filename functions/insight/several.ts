/** Does `act` for each of these, so many at a time: most of it is waiting for the table. */
export async function several<One>(
  items: Iterable<One>,
  atOnce: number,
  act: (one: One) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = left.next(); !next.done; next = left.next()) await act(next.value)
    }),
  )
}
