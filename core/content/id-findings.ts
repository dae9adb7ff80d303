import { error, type Finding } from './problem.ts'

/** A content is called as its file is. */
export function idFindings(written: string, id: string, file: string): Finding[] {
  if (written === id) return []
  return [error(['id'], `the id differs from the file's name`, `write "id: ${id}", or rename ${file}`)]
}
