import { serviceLetter } from '../../core/capture/service-words.ts'
import { inLocale } from '../../core/content/words.ts'
import { leadAnswers } from '../../core/handoff/lead-answers.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
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
 * repeat. Throws Error when there is nobody at all, or when a mail is to be tried again.
 */
export async function passToSupport(leadId: string, { id, at }: { id: string; at: string }): Promise<void> {
  const [item, lead] = await Promise.all([getItem(activityKey(leadId, at, id)), readLead(leadId)])
  // Erased meanwhile: nothing may be read any more.
  if (!item || !lead || lead.mailbox.erasedAt) return
  const asked = activity.parse(item)
  if (asked.data.intent !== 'service') return
  const team = String(asked.data.support)
  const { readers, standsInFor } = await readersOf(team)
  let putOff = 0
  for (const reader of readers) {
    const letter = await letterFor(asked, lead.profile, reader, standsInFor)
    const mail = { letter, template: 'service-request', replyTo: lead.profile.email }
    if ((await mailLines(serviceMailKey(leadId, id, reader.userId), reader, mail)) === 'not-now') putOff += 1
  }
  const passed = { leadId, id: `service-passed-${id}`, type: 'service-passed', at, data: { submission: id, team } }
  if (putOff > 0) throw new NotMailedYet(`${putOff} mails to support could not go now; the next try mails them`)
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
