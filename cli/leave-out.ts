import { registerHooks } from 'node:module'

const nothing = 'ripen:left-out'

/** From now on these packages are not read when others import them: who calls them after all gets an error that there is no such function. */
export function leaveOut(packages: readonly string[]): void {
  registerHooks({
    resolve: (name, context, next) =>
      packages.includes(name) ? { url: nothing, shortCircuit: true } : next(name, context),
    load: (url, context, next) =>
      url === nothing ? { format: 'commonjs', source: 'module.exports = {}', shortCircuit: true } : next(url, context),
  })
}
