import type { Moment, Simulation } from '../../core/content/simulation.ts'
import { dateIn, howLong } from '../when.ts'
import { type Html, html } from './document.ts'

const day = 86_400_000
/** In percent of a lane: mails of one day stand side by side, and not on each other. */
const dotWidth = 2.6

type Run = Pick<Simulation, 'items' | 'ended' | 'ends' | 'story'> & { readonly name: string; readonly zone: string }

/** One lane for each persona, and each of its sequences where there are several, on one calendar: its mails, what was waited for, and how it ended. */
export function swimlanes(runs: readonly Run[], startAt: string): Html {
  const startMs = Date.parse(startAt)
  const lastMs = Math.max(startMs + day, ...runs.map(({ ended }) => Date.parse(ended.at)))
  const spanMs = (lastMs - startMs) * 1.03
  const at = (time: string | number): number => {
    const ms = typeof time === 'number' ? time : Date.parse(time)
    return Math.min(100, Math.max(0, ((ms - startMs) / spanMs) * 100))
  }
  const ticks = ticksOf(startMs, spanMs)
  return html`<div class="lanes"><div class="corner"></div>
<div class="axis" aria-hidden="true">${ticks.map((ms) => html`<span style="left:${at(ms).toFixed(2)}%">${tickOf(ms)}</span>`)}</div>
${runs
  .flatMap(apart)
  .flatMap((run) => [
    html`<div class="name"><a href="#${run.name}">${run.name}</a><span>${run.sequence !== undefined && `${run.sequence}: `}${run.items.length} ${run.ended.at === startAt ? 'at once' : `in ${howLong(startAt, run.ended.at)}`}</span></div>`,
    html`<div class="lane" role="img" aria-label="${inWords(run)}">${ticks.map((ms) => html`<i class="tick" style="left:${at(ms).toFixed(2)}%"></i>`)}${lane(run, at)}</div>`,
  ])}</div>
<p class="legend"><span><span class="lane"><i class="sent">1</i></span>a mail</span><span><span class="lane"><i class="held"></i></span>a mail that is held</span><span><span class="lane"><i class="wait"></i></span>a wait</span><span><span class="lane"><i class="did"></i></span>what the persona does</span><span><span class="lane"><i class="over-at"></i></span>the end</span><span><span class="lane"><i class="over-at goal"></i></span>the goal</span><span><span class="lane"><i class="over-at exited"></i></span>an exit</span></p>`
}

/** What happens in each of several sequences; what the persona does is seen in all. */
function apart(run: Run): (Run & { readonly sequence?: string })[] {
  if (!run.ends) return [run]
  return run.ends.map(({ sequence, ...ended }) => ({
    ...run,
    sequence,
    ended,
    items: run.items.filter((one) => one.sequence === sequence),
    story: run.story.filter((one) => one.sequence === undefined || one.sequence === sequence),
  }))
}

function lane({ story, ended, zone }: Run, at: (time: string) => number): (Html | undefined)[] {
  let mails = 0
  let lastDot = Number.NEGATIVE_INFINITY
  return story.map((moment, index) => {
    const left = at(moment.at)
    const says = `${dateIn(moment.at, zone)}: ${moment.says}`
    switch (moment.kind) {
      case 'mail':
        mails += 1
        lastDot = Math.max(left, lastDot + dotWidth)
        return html`<i class="sent" style="left:${lastDot.toFixed(2)}%" title="${says}">${mails}</i>`
      case 'wait':
      case 'held': {
        const until = at(story.slice(index + 1).find(isPast)?.at ?? ended.at)
        return html`<i class="${moment.kind}" style="left:${left.toFixed(2)}%;width:${Math.max(0, until - left).toFixed(2)}%" title="${says}"></i>`
      }
      case 'act':
        return html`<i class="did" style="left:${left.toFixed(2)}%" title="${says}"></i>`
      case 'score':
        return html`<i class="did other" style="left:${left.toFixed(2)}%" title="${says}"></i>`
      case 'end':
        return html`<i class="over-at ${ended.state}" style="left:${left.toFixed(2)}%" title="${says}"></i>`
      default:
        return undefined
    }
  })
}

/** Does a wait or a hold end with this? Neither an act nor a score ends one by itself. */
function isPast({ kind }: Moment): boolean {
  return kind !== 'act' && kind !== 'score'
}

function inWords({ name, items, ended }: Run): string {
  return `${name}: ${items.map(({ at, template }) => `${template} on ${dateIn(at, 'UTC')}`).join(', ') || 'no mail'}; ${ended.says}`
}

/** Days, weeks or months, so that about six to fourteen stand on the axis. */
function ticksOf(startMs: number, spanMs: number): number[] {
  const everyMs = [1, 2, 7, 14, 28, 56].map((days) => days * day).find((every) => spanMs / every <= 12) ?? 91 * day
  return Array.from({ length: Math.floor(spanMs / everyMs) + 1 }, (_, n) => startMs + n * everyMs)
}

function tickOf(ms: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(ms)
}
