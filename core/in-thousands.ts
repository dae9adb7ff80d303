/** A count with commas. */
export function inThousands(count: number): string {
  return count.toLocaleString('en')
}
