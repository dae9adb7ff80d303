import type { Form } from '../../../core/capture/form.ts'
import type { FormSubmission } from '../../../core/capture/judge-submission.ts'
import { FormSubmitted } from '../../../core/events.ts'
import { currentKey, versionKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { forgetCurrent } from '../../../functions/content/published.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

/** A world with mail, a bus and a table, in which the form `white-paper` is published. */
export interface CaptureWorld extends MailWorld {
  publishForm(form: Form, version?: number): Promise<void>
  /** The posts that were put on the bus, in order. */
  posts(): FormSubmission[]
}

export async function aCaptureWorld(): Promise<CaptureWorld> {
  const world = await aMailWorld()
  const publishForm = async (form: Form, version = 1) => {
    await putItem(versionKey('forms', form.id, version), { value: form })
    await putItem(currentKey('forms', form.id), { version, contentType: 'forms', contentId: form.id })
    forgetCurrent()
  }
  await publishForm(aForm({ confirmation: 'confirm' }))
  return {
    ...world,
    publishForm,
    posts: () =>
      world.told
        .filter(({ name }) => name === FormSubmitted.name)
        .map(({ detail }) => FormSubmitted.schema.parse(detail)),
  }
}
