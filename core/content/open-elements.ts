/** The elements that are open at a place of HTML or MJML; one is found by name without looking through all of them. */
export class OpenElements<Element extends { readonly name: string } = { readonly name: string }> {
  readonly all: Element[] = []
  readonly #timesOpen = new Map<string, number>()

  get innermost(): Element | undefined {
    return this.all.at(-1)
  }

  open(element: Element): void {
    this.all.push(element)
    this.#count(element, 1)
  }

  /** Closes the innermost element of a name with all in it, and gives these; undefined where none of that name is open. */
  close(name: string): Element[] | undefined {
    if (!this.#timesOpen.get(name)) return undefined
    const closed = this.all.splice(this.all.findLastIndex((one) => one.name === name))
    for (const one of closed) this.#count(one, -1)
    return closed.slice(1)
  }

  #count({ name }: Element, by: number): void {
    this.#timesOpen.set(name, (this.#timesOpen.get(name) ?? 0) + by)
  }
}
