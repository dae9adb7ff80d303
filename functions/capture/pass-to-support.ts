import { serviceLetter } from '../../core/capture/service-words.ts'
import { inLocale } from '../../core/content/words.ts'
import { leadAnswers } from '../../core/handoff/lead-answers.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
import { isErased } from '../../core/leads/erasure.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { nameOf } from '../../core/leads/name-of.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { activityKey, serviceMailKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem } from '../aws/table.ts'
import { readLead } from '../leads/lead-state.ts'
import { log } from '../runtime/log.ts'
import { allStaff, teamMembers } from '../staff/directory.ts'
import { mailLines } from '../staff/mail-lines.ts'
import { formOfVersion } from './published-form.ts'

/** SES turned some of these mails away for now. */
class NotMailedYet extends Error {}

/**
 * "A service request goes to support": who is of the team that the form names gets what was posted, once each; where nobody is, the admins do. Safe to
 * repeat. Throws Error when there is nobody at all, when SES refuses the mails to all, or when one is to be tried again.
 */
export async function passToSupport(leadId: string, { id, at }: { id: string; at: string }): Promise<void> {
  const [item, lead] = await Promise.all([getItem(activityKey(leadId, at, id)), readLead(leadId)])
  if (!item || !lead) return
  const asked = activity.parse(item)
  // Erased meanwhile: nothing may be read any more. What was asked since then is the person's own act, and waits for nobody.
  if (isErased(lead.mailbox, asked)) return
  if (asked.data.intent !== 'service') return
  const team = String(asked.data.support)
  const { readers, standsInFor } = await readersOf(team)
  let [putOff, refused] = [0, 0]
  for (const reader of readers) {
    const letter = await letterFor(asked, lead.profile, reader, standsInFor)
    const mail = { letter, template: 'service-request', replyTo: lead.profile.email }
    const mailed = await mailLines(serviceMailKey(leadId, id, reader.userId), reader, mail)
    if (mailed === 'not-now') putOff += 1
    if (mailed === 'refused') refused += 1
  }
  const passed = { leadId, id: `service-passed-${id}`, type: 'service-passed', at, data: { submission: id, team } }
  if (putOff > 0) throw new NotMailedYet(`${putOff} mails to support could not go now; the next try mails them`)
  if (refused === readers.length)
    throw new Error(`SES refuses the mails to all of team ${team}: a service request reached nobody`)
  await putItem(activityKey(leadId, at, passed.id), passed, ifAbsent)
}

async function readersOf(team: string): Promise<{ readers: User[]; standsInFor?: string }> {
  const there = (await teamMembers(team)).filter(({ active }) => active)
  if (there.length > 0) return { readers: there }
  const admins = (await allStaff()).filter(({ active, groups }) => active && groups.includes('admin'))
  if (admins.length === 0) throw new Error(`a service request finds nobody: no one of team ${team}, and no admin`)
  log.error('a service request finds nobody of its team: the admins get it', { team })
  return { readers: admins, standsInFor: team }
}

async function letterFor(asked: Activity, profile: Profile, reader: User, standsInFor: string | undefined) {
  const form = await formOfVersion(String(asked.data.form), Number(asked.data.formVersion))
  const { fields = {} } = asked.told ?? {}
  const zone = reader.zone ?? env('DEFAULT_ZONE')
  const { customerSince } = profile
  return serviceLetter(
    {
      email: profile.email,
      name: nameOf({ fields: { ...profile.fields, ...fields } }) ?? '',
      formTitle: inLocale(form.title, reader.locale),
      answers: leadAnswers(fields, [form], reader.locale),
      customerSince:
        customerSince &&
        new Intl.DateTimeFormat(reader.locale, { dateStyle: 'long', timeZone: zone }).format(Date.parse(customerSince)),
      standsInFor,
    },
    reader.locale,
  )
}
