import { describe, expect, it } from 'vitest'
import { checkSequence } from '../../../core/content/check-sequence.ts'
import { pointerOf } from '../../../core/content/problem.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

type Written = NonNullable<Parameters<typeof aSequence>[0]>
const found = (given: Written) =>
  checkSequence(aSequence(given)).map(({ path, message }) => `${pointerOf(path)} ${message}`)
const mail = { id: 'mail', send: 'welcome' }
const rest = { id: 'rest', wait: '3d' }
const again = { id: 'again', send: 'welcome' }
const other = { id: 'other', send: 'reminder' }
const opened = { event: 'email-opened' }
const refused = (pointer: string) => [
  expect.stringMatching(new RegExp(`^${pointer} this leads to "welcome" a second time by who opened it`)),
]

describe('a mail again to whoever did not open it', () => {
  it.each<[string, Written['steps'], string]>([
    [
      'by a branch',
      [mail, rest, { id: 'fork', branch: [{ when: opened, go: 'end' }], otherwise: 'again' }, again],
      '/steps/2/branch/0/when',
    ],
    [
      'by a branch on none',
      [mail, rest, { id: 'fork', branch: [{ when: { none: [opened] }, go: 'again' }], otherwise: 'end' }, again],
      '/steps/2/branch/0/when',
    ],
    ['by a wait', [mail, { id: 'rest', wait: { for: '3d', until: opened } }, again], '/steps/1/wait/until'],
    [
      'by a list of events',
      [mail, { id: 'rest', wait: { for: '3d', until: { event: ['email-opened', 'email-clicked'] } } }, again],
      '/steps/1/wait/until',
    ],
    [
      'by an operator',
      [mail, { id: 'rest', wait: { for: '3d', until: { event: { in: ['email-opened'] } } } }, again],
      '/steps/1/wait/until',
    ],
    [
      'by a variant',
      [mail, rest, { id: 'next', send: { template: 'welcome', variants: [{ when: opened, template: 'thanks' }] } }],
      '/steps/2/send/variants/0/when',
    ],
    [
      'by a way back',
      [mail, rest, { id: 'fork', branch: [{ when: opened, go: 'end' }], otherwise: 'mail' }],
      '/steps/2/branch/0/when',
    ],
    [
      'by a word that is no fact and never holds',
      [mail, rest, { id: 'fork', branch: [{ when: { opened: 'welcome' }, go: 'end' }], otherwise: 'again' }, again],
      '/steps/2/branch/0/when',
    ],
  ])('is refused: %s', (_name, steps, pointer) => {
    expect(found({ steps })).toEqual(refused(pointer))
    expect(found({ steps, 'resend-to-non-openers': 'accepted-risk' })).toEqual([])
  })

  it.each<[string, Written['steps']]>([
    [
      'to whoever did not click',
      [mail, rest, { id: 'fork', branch: [{ when: { clicked: 'welcome' }, go: 'end' }], otherwise: 'again' }, again],
    ],
    [
      'another mail to whoever did not open',
      [mail, rest, { id: 'fork', branch: [{ when: opened, go: 'end' }], otherwise: 'other' }, other],
    ],
    ['again to everybody', [mail, rest, again]],
    ['twice before it is asked', [mail, rest, again, { id: 'wait', wait: { for: '3d', until: opened } }, other]],
  ])('is not: %s', (_name, steps) => {
    expect(found({ steps })).toEqual([])
  })

  it('is allowed by these words alone', () => {
    expect(() => aSequence({ 'resend-to-non-openers': 'yes' as 'accepted-risk' })).toThrow()
  })
})
