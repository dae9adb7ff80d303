import { createTwoFilesPatch } from 'diff'

/** Two texts that differ in more than so many lines are another text: to find the shortest way between them would take minutes. */
const mostEdits = 4_000

/** The unified patch from one text to another, as `git diff` shows it; undefined stands for a file that is not there. Empty where they are the same. */
export function patchOf(name: string, from: string | undefined, to: string | undefined): string {
  if (from === to) return ''
  const names = [from === undefined ? '/dev/null' : `a/${name}`, to === undefined ? '/dev/null' : `b/${name}`] as const
  const [before, after] = [from ?? '', to ?? '']
  const patch = createTwoFilesPatch(...names, before, after, undefined, undefined, {
    context: 3,
    maxEditLength: mostEdits,
    // Without the line of equals signs that other tools do not know.
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  })
  return patch ?? wholly(names, before, after)
}

/** All of it taken out, all of it put in. */
function wholly([from, to]: readonly [string, string], before: string, after: string): string {
  const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
  const [out, put] = [lines(before), lines(after)]
  const range = (count: number) => (count === 0 ? '0,0' : `1,${count}`)
  const body = [...out.map((line) => `-${line}`), ...put.map((line) => `+${line}`)]
  return [`--- ${from}`, `+++ ${to}`, `@@ -${range(out.length)} +${range(put.length)} @@`, ...body, ''].join('\n')
}
