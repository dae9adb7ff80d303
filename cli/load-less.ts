import { type ResolveFnOutput, registerHooks } from 'node:module'
import { neverCalledByMjml } from '../core/content/never-called-by-mjml.ts'

const nothing = standIn('nothing')

/** Modules that take long to be read, by the names under which others import them, and what stands for them here. */
const standIns: ReadonlyMap<string, string> = new Map([
  ...neverCalledByMjml.map((name): [string, string] => [name, nothing]),
  // MJML listens to its parser, and asks for no tree.
  ['domhandler', nothing],
  ['domutils', nothing],
  ['lodash/fp', standIn('lodash-fp')],
  ['lodash/forEach', standIn('lodash-for-each')],
])
/** Of zod, its messages in fifty languages. */
const translations = '../locales/index.js'
/** Each of MJML's files asks for some of these, and Node would read all of its package.json each time. */
const helpers = '@babel/runtime/'

/** From now on modules are loaded without what no command asks of them: that takes longer than most of the commands. */
export function loadLess(): void {
  const found = new Map<string, ResolveFnOutput>()
  registerHooks({
    resolve: (name, context, next) => {
      const url = standIns.get(name) ?? (name === translations && isZod(context.parentURL) ? nothing : undefined)
      if (url) return { url, shortCircuit: true }
      if (!name.startsWith(helpers)) return next(name, context)
      const where = found.get(name) ?? next(name, context)
      found.set(name, where)
      return { ...where, shortCircuit: true }
    },
  })
}

function isZod(url: string | undefined): boolean {
  return url?.includes('/node_modules/zod/') ?? false
}

function standIn(name: string): string {
  return new URL(`stand-ins/${name}.cjs`, import.meta.url).href
}
