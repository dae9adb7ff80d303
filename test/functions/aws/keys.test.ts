import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as keys from '../../../functions/aws/keys.ts'
import { confirmationKind } from '../../../functions/capture/submissions.ts'
import { lookAtSends } from '../../../functions/consent/send-records.ts'
import { erasedKind } from '../../../functions/leads/delete-erased.ts'
import { dueKinds } from '../../../functions/nurture/enrolment-items.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/architecture.md'), 'utf8')
const lead = 'l'.repeat(32)

describe('docs/architecture.md', () => {
  it.each([
    keys.profileKey(lead),
    keys.mailboxKey(lead),
    keys.activityKey(lead, 'time', 'id'),
    keys.evidenceKey(lead, 'time', 'id'),
    keys.sendKey(lead, 'id'),
    keys.scoreKey(lead),
    keys.enrolmentKey(lead, 'sequence.1'),
    keys.handoffKey(`${lead}.1`),
    keys.staffMailKey(`${lead}.1`, 'key'),
    keys.submissionPointerKey(lead, 'time', 'id'),
    keys.userKey('id'),
    keys.teamTurnKey('team'),
    keys.submissionKey('id'),
    keys.limitKey('kind', 'subject', 'window'),
    keys.scoringPassKey,
    keys.countKey('what', 'period'),
    keys.broadcastKey('id'),
    keys.leadCheckKey,
    keys.switchKey('name'),
    keys.sequencePauseKey('sequence'),
    keys.experimentKey('sequence', 'step'),
    keys.sequencePauseRecordKey('sequence', 'time', 'id'),
    keys.currentKey('type', 'id'),
    keys.draftKey('type', 'id'),
    keys.versionKey('type', 'id', 1, 'locale'),
  ])('lists the item $pk / $sk', ({ pk, sk }) => {
    // Of a limit and a count the second key is a period.
    const second = /^[A-Z]/.test(sk) ? sk.split('#')[0] : ''
    expect(page).toMatch(new RegExp(`^\\| [^|]+ \\| \`${pk.split('#')[0]}[#\`][^|]*\\| [^|]*\`${second}`, 'm'))
  })

  it.each(Object.values(keys.indexes))('lists the index $name with its keys', ({ name, pk, sk }) => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| \`${pk}\`[^|]*\\| \`${sk}\``, 'm'))
  })

  it.each([...Object.values(dueKinds), 'handoff', 'park', lookAtSends, 'rescore', confirmationKind, erasedKind])(
    'names what falls due: %s',
    (kind) => {
      expect(page).toMatch(new RegExp(`^\\| \`${kind}\` \\|`, 'm'))
    },
  )
})
