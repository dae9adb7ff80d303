import { expect } from 'vitest'
import { entersBy, leadWhen, linkWith, mailNamed, pathOf } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story, type Target } from '../target.ts'

const form = aForm('story-task')
  .replace(
    'thanks:',
    `  - { topic: product-education, channel: call, text: You may call me about it. }
thanks:`,
  )
  .replace('consent:', '  - { id: phone, type: text, label: Phone }\nconsent:')

const content = {
  'forms/story-task.yaml': form,
  'emails/story-reached/en.md': aMail('It was good to talk'),
  'emails/story-not-reached/en.md': aMail('We could not reach you'),
  'sequences/story-task.yaml': `id: story-task
topic: product-education
trigger: { form: story-task }
steps:
  - { id: call-them, task: { what: call, who: inside-sales, how: Ask what they count by hand., due: 20s, timeout: 60s } }
  - id: reached
    branch: [ { when: { result.call-them: done }, go: good-talk } ]
    otherwise: sorry
  - { id: good-talk, send: story-reached, next: end }
  - { id: sorry, send: story-not-reached }
`,
}

interface Task {
  readonly taskId: string
  readonly leadId: string
  readonly state: string
  readonly owner?: string
  readonly answer?: { answer: string; by: string }
  readonly late?: { answer: string; by: string }[]
}

const consents = { 'consent.product-education:call': 'on' }

async function tasks(target: Target, state: 'open' | 'done'): Promise<Task[]> {
  const { body } = await asStaff(target, 'sales', 'GET', `/tasks?state=${state}&limit=100`)
  return body.items as Task[]
}

function taskOf(target: Target, leadId: string, state: 'open' | 'done' = 'open'): Promise<Task> {
  return target.until('the task', async () =>
    (await tasks(target, state)).find((one) => one.leadId === leadId && one.owner !== undefined),
  )
}

/** A person is asked to call, says what came of it, and the sequence goes on by that. */
export const answered: Story = {
  name: 'a task is answered, once, and the sequence goes on by the answer',
  content,
  play: async (target) => {
    const email = 'tessa@task.example'
    await entersBy(target, 'story-task', { email, firstName: 'Tessa', phone: '+49 30 1234567', ...consents })
    const { leadId } = await leadWhen(target, email, 'the step', ({ enrolments }) => enrolments.length > 0)
    const task = await taskOf(target, leadId)
    expect(task).toMatchObject({ owner: 'anna', state: 'open' })
    const told = await target.until('the mail to Anna', async () =>
      (await target.mails('anna@company.example')).find(({ text }) => text.includes('+49 30 1234567')),
    )
    expect(told.subject).toBe('A task for you: call, Tessa')

    const answer = (answer: string, note?: string) =>
      asStaff(target, 'sales', 'POST', `/tasks/${task.taskId}/answer`, { answer, ...(note && { note }) })
    expect(await answer('maybe')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/answer' }] } })
    // By the page behind the mail, which only a button answers.
    const page = pathOf(target, linkWith(told, '/task/'))
    expect(await (await target.call(page)).text()).toContain('not reached')
    expect(await taskOf(target, leadId)).toMatchObject({ state: 'open' })
    const fields = new URLSearchParams({ answer: 'done', note: 'wants a demo in May' })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const press = async () => (await target.call(page, { method: 'POST', headers, body: `${fields}` })).status
    expect([await press(), await press()]).toEqual([200, 200])
    expect(await answer('not-reached')).toMatchObject({ status: 409, body: { answer: { answer: 'done' } } })
    await mailNamed(target, email, 'It was good to talk')
    const done = await taskOf(target, leadId, 'done')
    expect(done).toMatchObject({ state: 'answered', answer: { answer: 'done' }, late: [{ answer: 'not-reached' }] })
    expect((await target.mails(email)).map(({ subject }) => subject)).not.toContain('We could not reach you')
    const { body } = await asStaff(target, 'sales', 'GET', `/leads/${leadId}/timeline`)
    expect(JSON.stringify(body)).toContain('task-answered')
  },
}

/** Nobody answers: the sequence goes on by itself, and what is said later is kept as late. */
export const timedOut: Story = {
  name: 'a task that nobody answers times out, and one without consent is not made',
  content,
  play: async (target) => {
    const [email, other] = ['tim@task.example', 'nora@task.example']
    await entersBy(target, 'story-task', { email, ...consents })
    await entersBy(target, 'story-task', { email: other })
    const { leadId } = await leadWhen(target, email, 'the step', ({ enrolments }) => enrolments.length > 0)
    const task = await taskOf(target, leadId)
    // Nora may not be called: she gets the mail at once, and nobody is asked.
    await mailNamed(target, other, 'We could not reach you')
    const nora = await leadWhen(
      target,
      other,
      'the sequence over',
      ({ enrolments }) => enrolments[0]?.state === 'finished',
    )
    expect((await tasks(target, 'open')).map((one) => one.leadId)).not.toContain(nora.leadId)
    const { body } = await asStaff(target, 'sales', 'GET', `/leads/${nora.leadId}/timeline`)
    expect(JSON.stringify(body)).toContain('no consent to product-education by call: none')

    await pass(target, '61s')
    await mailNamed(target, email, 'We could not reach you')
    expect(await taskOf(target, leadId, 'done')).toMatchObject({ state: 'over', result: 'timeout' })
    const late = await asStaff(target, 'sales', 'POST', `/tasks/${task.taskId}/answer`, { answer: 'done' })
    expect(late).toMatchObject({ status: 409, body: { result: 'timeout' } })
    expect((await target.mails(email)).map(({ subject }) => subject)).not.toContain('It was good to talk')
  },
}
