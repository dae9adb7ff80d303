import type { Activity } from '../leads/activity.ts'
import type { Form } from './form.ts'
import type { FormSubmission } from './judge-submission.ts'

/** The fact that a lead posted a form: named by the submission, at the time of the post. What conditions may ask is in its data, the answers only in the fact itself. */
export function submittedFact(leadId: string, form: Form, post: FormSubmission): Activity {
  const { source, medium, campaign } = post.touch
  return {
    leadId,
    id: post.submissionId,
    type: 'form-submitted',
    at: post.actedAt,
    data: {
      form: form.id,
      formVersion: post.formVersion,
      intent: form.intent,
      makes: form.makes,
      ...(form.support !== undefined && { support: form.support }),
      topics: Object.keys(post.consent).sort(),
      ...(source !== undefined && { source }),
      ...(medium !== undefined && { medium }),
      ...(campaign !== undefined && { campaign }),
    },
    told: { fields: post.fields, touch: post.touch, locale: post.locale },
  }
}
