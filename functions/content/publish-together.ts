import { createHash } from 'node:crypto'
import type { ContentType } from '../../core/content/content-type.ts'
import { type ContentProblem, isError, pointerOf } from '../../core/content/problem.ts'
import { type InputError, notValid, Problem } from '../runtime/problem.ts'
import { checkTogether } from './check-together.ts'
import { type CurrentItem, type DraftItem, readStanding } from './content-items.ts'
import { changedSince, requireMatch } from './etag.ts'
import type { AskedInFlight } from './judge-in-flight.ts'
import { judgeInside } from './judge-inside.ts'
import { forgetCurrent } from './published.ts'
import { refusedFor } from './refused-for.ts'
import {
  beginRelease,
  finishRelease,
  giveUpRelease,
  goLive,
  markPointer,
  type Release,
  readRelease,
} from './release-items.ts'
import { requireAgreed } from './require-agreed.ts'
import { standingToChange } from './standing-to-change.ts'
import { writeVersion } from './write-version.ts'

/** One of the drafts that go live together. */
export interface AskedItem extends AskedInFlight {
  readonly type: ContentType
  readonly id: string
  readonly ifMatch: string
}

interface Drafted {
  readonly item: AskedItem
  readonly draft: DraftItem
  readonly current: CurrentItem | undefined
}

interface Published {
  readonly items: readonly { readonly type: ContentType; readonly id: string; readonly version: number }[]
  readonly problems: readonly ContentProblem[]
}

/** A release that was given up has used up its name: the next try takes the next. */
const triesAtMost = 20

/**
 * Makes several drafts live by one write (docs/decisions/0007-a-release-is-one-write.md). The repeat of a call goes on with what the first one left, or answers
 * as it did. Throws {@link Problem} as publishing one does, and then nothing of it is live.
 */
export async function publishTogether(asked: readonly AskedItem[], by: string): Promise<Published> {
  refuseTwice(asked)
  const { releaseId, release } = await releaseFor(asked)
  if (release?.state === 'live') return done(release, asked)
  const drafted: Drafted[] = []
  for (const item of inMarkingOrder(asked)) drafted.push(...(await draftOf(item, releaseId)))
  if (drafted.length === 0) return done(undefined, asked)
  const checked = await checkTogether(drafted.map(({ draft }) => draft))
  const problems = checked.flatMap((one) => one.problems)
  if (problems.some(isError)) throw refusedFor(problems)
  requireAgreed(drafted.map(({ draft }) => draft))
  const inFlight = await judgeAll(
    drafted,
    checked.map(({ value }) => value),
  )
  const next: CurrentItem[] = []
  for (const [index, { draft, current }] of drafted.entries()) {
    const one = checked[index]
    if (one) next.push(await writeVersion({ draft, current, checked: one, inFlight: inFlight[index], by }))
  }
  const begun = release ?? (await beginRelease(releaseId, next, by))
  await markAndGoLive(begun, drafted)
  forgetCurrent()
  return { ...(await done(begun, asked)), problems }
}

async function markAndGoLive(release: Release, drafted: readonly Drafted[]): Promise<void> {
  for (const { item, current } of drafted) {
    const { type, id, ifMatch } = item
    const next = release.items.find((one) => one.type === type && one.id === id)
    if (next && (await markPointer(release.releaseId, current, next))) continue
    await giveUpRelease(release)
    throw await changedSince(ifMatch, await readStanding(type, id))
  }
  if (await goLive(release)) return
  await giveUpRelease(release)
  throw new Problem(409, 'Somebody took this publication for dead and gave it up, since it took long. Publish again.')
}

/** The release of this very request, by a name that follows from it: what an earlier try has begun, or the name of a new one. */
async function releaseFor(asked: readonly AskedItem[]): Promise<{ releaseId: string; release: Release | undefined }> {
  const what = inMarkingOrder(asked).map(({ type, id, ifMatch, inFlight, steps, again }) => [
    // `again: false` is what nothing said is.
    [type, id, ifMatch, inFlight, again || undefined],
    Object.entries(steps ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  ])
  const name = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 32)
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const releaseId = `${name}.${attempt}`
    const release = await readRelease(releaseId)
    if (release?.state !== 'abandoned') return { releaseId, release }
  }
  throw new Problem(409, `This was tried and given up ${triesAtMost} times. Store a draft anew and publish that.`)
}

/** Of two releases with contents in common the first to mark the first of these wins: in one order neither waits for the other. */
function inMarkingOrder(asked: readonly AskedItem[]): AskedItem[] {
  const name = ({ type, id }: AskedItem) => `${type}/${id}`
  return [...asked].sort((a, b) => (name(a) < name(b) ? -1 : 1))
}

/** The draft that one item means; none where what is live is what was drafted last. */
async function draftOf(item: AskedItem, releaseId: string): Promise<Drafted[]> {
  const { type, id, ifMatch } = item
  const standing = await standingToChange(type, id, releaseId)
  const { current, draft } = standing
  if (!current && !draft) throw new Problem(404, `There is no draft of ${type}/${id}.`)
  await requireMatch(ifMatch, standing).catch((error: unknown) => {
    throw error instanceof Problem ? naming(item, error) : error
  })
  if (!draft) return []
  if (draft.basedOn !== (current?.version ?? 0)) throw naming(item, await changedSince(ifMatch, standing))
  return [{ item, draft, current }]
}

/** Those inside each sequence and policy; every one that asks for a word, or can't be moved, is told at once. */
async function judgeAll(drafted: readonly Drafted[], values: readonly unknown[]) {
  const asking: { item: AskedItem; problem: Problem }[] = []
  const judged = []
  for (const [index, { item, current }] of drafted.entries()) {
    try {
      judged.push(await judgeInside({ type: item.type, id: item.id, value: values[index] }, current, item))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      asking.push({ item, problem: error })
    }
  }
  const [first] = asking
  if (!first) return judged
  if (asking.length === 1) throw naming(first.item, first.problem)
  throw new Problem(
    Math.min(...asking.map(({ problem }) => problem.status)),
    asking.map(({ item, problem }) => `${item.type}/${item.id}: ${problem.message}`).join(' '),
    {
      extra: {
        sequences: asking.map(({ item, problem: { errors, extra } }) => ({
          type: item.type,
          id: item.id,
          ...(errors && { errors }),
          ...extra,
        })),
      },
    },
  )
}

function naming({ type, id }: AskedItem, problem: Problem): Problem {
  const { errors, extra, status } = problem
  return new Problem(status, `${type}/${id}: ${problem.message}`, {
    ...(errors && { errors }),
    extra: { type, id, ...extra },
  })
}

function refuseTwice(asked: readonly AskedItem[]): void {
  const errors = asked.flatMap(({ type, id }, index): InputError[] =>
    asked.findIndex((one) => one.type === type && one.id === id) < index
      ? [{ pointer: pointerOf(['items', index]), detail: 'this content is named twice' }]
      : [],
  )
  if (errors.length > 0) throw notValid(errors)
}

/** Each content asked for with its version: of the release, or what was live before where there was nothing to publish. */
async function done(release: Release | undefined, asked: readonly AskedItem[]): Promise<Published> {
  if (release) await finishRelease(release)
  const items = []
  for (const { type, id } of asked) {
    const of = release?.items.find((one) => one.type === type && one.id === id)
    items.push({ type, id, version: of?.version ?? (await readStanding(type, id)).current?.version ?? 0 })
  }
  return { items, problems: [] }
}
