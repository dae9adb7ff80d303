import { bad, bold, dim, good } from './output.ts'

/** A unified patch in the colours of `git diff`. */
export function showPatch(patch: string): string {
  return patch.replace(/\n$/, '').split('\n').map(showLine).join('\n')
}

function showLine(line: string): string {
  if (/^(---|\+\+\+) /.test(line)) return bold(line)
  if (line.startsWith('@@')) return dim(line)
  if (line.startsWith('+')) return good(line)
  return line.startsWith('-') ? bad(line) : line
}
