import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tellStory } from '../../demo/tell-story.ts'

const root = join(import.meta.dirname, '../..')

describe('npm run demo', () => {
  it('tells every step, plainly where there is no terminal, and exits 0', { timeout: 240_000 }, async () => {
    const { code, told } = await demo()
    expect(told).not.toContain('Expected')
    expect(code).toBe(0)
    const order = [
      'agrees to be remembered',
      'asks her to confirm',
      'enrols',
      'sends “',
      'downloads the white paper',
      'stage mql',
      'by SMTP',
      'tells Anna, due',
      'holds the case study back',
      'the task is answered',
      'goes on, a week after',
      'prices',
      'hands her',
      'warns',
      'breached',
    ]
    const then = [
      'tells Mark',
      'accepts',
      'unsubscribe',
      'asks for a demo',
      'gives him to',
      'recycled',
      'opportunity',
      'as won',
    ]
    const places = [...order, ...then, 'Every step happened'].map((word) => told.indexOf(word))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(told).not.toContain('\u001B')
  })

  it('says what it expected and what there was where a step does not happen', { timeout: 120_000 }, async () => {
    let told = ''
    const write = (text: string) => {
      told += text
    }
    const happened = await tellStory(
      (world) => world.mail('nobody@shop.example', 'case-study', 60_000).then(() => {}),
      {
        write,
        colours: false,
        width: 100,
      },
    )
    expect(happened).toBe(false)
    expect(told).toContain('Expected  a mail case-study to nobody@shop.example within 1 min')
    expect(told).toContain('There was no mail at all')
  })
})

function demo(): Promise<{ code: number | null; told: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'demo/demo.ts')], { cwd: root })
    let told = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (told += part.toString()))
    child.on('close', (code) => resolve({ code, told }))
  })
}
