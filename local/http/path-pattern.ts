/** A path with `{name}` for one segment and `{name+}` for the rest; answers the (decoded) parameters of a path that matches. */
export function pathMatcher(pattern: string): (path: string) => Record<string, string> | undefined {
  const names: string[] = []
  const source = pattern.replace(/\{([^}]+)\}|[^{]+/g, (part, name?: string) => {
    if (name === undefined) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    names.push(name.replace(/\+$/, ''))
    return name.endsWith('+') ? '(.+)' : '([^/]+)'
  })
  const expression = new RegExp(`^${source}$`)
  return (path) => {
    const found = expression.exec(path)
    if (!found) return undefined
    try {
      return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]))
    } catch {
      // A percent sign that encodes nothing.
      return undefined
    }
  }
}
