import { createInterface } from 'node:readline/promises'

/** Asks on the terminal, and takes nothing but a yes for one. Where nobody can be asked it says which option answers, and that counts as no. */
export async function saysYes(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('Say --yes to do it without being asked.')
    return false
  }
  const people = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await people.question(`\n${question} [y/N] `)
    return /^(y|yes)$/i.test(answer.trim())
  } finally {
    people.close()
  }
}
