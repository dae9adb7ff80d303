/** Sales reports that it waits for the lead (`POST /leads/{leadId}/activities`), and the lead ends that: by an answer, or by being spoken with. */
export const waitingFact = 'waiting-on-lead'
const endingFacts: readonly string[] = ['lead-answered', 'email-replied', 'call', 'demo', 'meeting-booked']
/** What bears on pauses. */
export const pauseFacts: readonly string[] = [waitingFact, ...endingFacts]
