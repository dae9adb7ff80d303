import { articled, moneyWords, nameOf } from '../../core/insight/planner/in-words.ts'
import type { MadePlan } from '../../core/insight/planner/made-plan.ts'
import { type Html, html } from './document.ts'
import { at, barPlot, plot, ticksTo } from './planner-plot-frame.ts'

const height = 300
const frame = { left: 52, right: 8, top: 22, bottom: 30 } as const
const day = 86_400_000

/** What is needed of the first stage in each week, what of it comes by itself, and what came. */
export function weeksPlot({ weeks, stages, shares, today }: MadePlan): Html {
  const [first] = stages
  if (!first) return html``
  const shown = weeks.filter(
    ({ needed, actual }) => needed[first.stage] !== undefined || actual?.[first.stage] !== undefined,
  )
  const rows = shown.map(({ monday, needed, byItself, controllable, actual }) => ({
    monday,
    needed: needed[first.stage] ?? 0,
    byItself: byItself ?? 0,
    bring: shares ? (controllable ?? 0) : (needed[first.stage] ?? 0),
    came: actual?.[first.stage],
  }))
  const most = Math.max(1, ...rows.map(({ byItself, bring, came }) => Math.max(byItself + bring, Number(came ?? 0))))
  const names = nameOf(first.stage)
  const says = `${names} needed by week, from ${first.from} to ${first.to}: ${first.needed} in all`
  return html`${plot(says, (width) => {
    const { y, axes } = axesOf(
      rows.map(({ monday }) => monday),
      most,
      width,
      today,
    )
    const step = (width - frame.left - frame.right) / Math.max(1, rows.length)
    const bar = Math.max(1, Math.min(26, step - 2))
    return {
      height,
      drawn: html`${axes}${rows.map(({ byItself, bring, came }, n) => {
        const x = frame.left + n * step + (step - bar) / 2
        return html`<rect class="pale" x="${at(x)}" width="${at(bar)}" y="${at(y(byItself))}" height="${at(y(0) - y(byItself))}"/><rect class="leaf" x="${at(x)}" width="${at(bar)}" y="${at(y(byItself + bring))}" height="${at(y(byItself) - y(byItself + bring))}"/>${came !== undefined && html`<circle class="dot" cx="${at(x + bar / 2)}" cy="${at(y(Number(came)))}" r="${width > 600 ? 5 : 3}"/>`}`
      })}`,
    }
  })}
<p class="keys">${key('leaf', shares ? 'what controllable sources must bring' : 'needed')}${shares && key('pale', 'what comes by itself')}${rows.some(({ came }) => came !== undefined) && html`<span><svg aria-hidden="true"><circle class="dot" cx="10" cy="6" r="5" style="fill:var(--paper);stroke:var(--ink);stroke-width:1.5"/></svg>what came</span>`}<span><svg aria-hidden="true"><line x1="10" x2="10" y1="0" y2="12" style="stroke:var(--amber);stroke-width:2"/></svg>today</span></p>`
}

/** Qualified leads from the beginning: planned, and expected with the interval at 95 %. */
export function forecastPlot({ forecast, today, weeks: all }: MadePlan): Html {
  if (!forecast || forecast.weeks.length === 0) return html``
  const mondays = new Map(all.map(({ week, monday }) => [week, monday]))
  const rows = forecast.weeks.map((one) => ({ ...one, monday: mondays.get(one.week) ?? today }))
  const most = Math.max(1, ...rows.map(({ high, planned }) => Math.max(high, planned)))
  return html`${plot(forecast.says, (width) => {
    const { y, axes } = axesOf(
      rows.map(({ monday }) => monday),
      most,
      width,
      today,
    )
    const step = (width - frame.left - frame.right) / rows.length
    // A sum is that of the end of its week.
    const x = (n: number) => frame.left + (n + 1) * step
    const path = (what: 'planned' | 'expected' | 'low' | 'high') =>
      rows.map((one, n) => `${at(x(n))},${at(y(one[what]))}`)
    const start = `${frame.left},${at(y(0))}`
    return {
      height,
      drawn: html`${axes}<polygon class="band" points="${[start, ...path('high'), ...path('low').reverse()].join(' ')}"/><polyline class="goal" points="${[start, ...path('planned')].join(' ')}"/><polyline class="line" points="${[start, ...path('expected')].join(' ')}"/>`,
    }
  })}
<p class="keys"><span><svg aria-hidden="true"><line x1="0" x2="20" y1="6" y2="6" style="stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 4"/></svg>planned</span><span><svg aria-hidden="true"><line x1="0" x2="20" y1="6" y2="6" style="stroke:var(--leaf);stroke-width:2.5"/></svg>expected</span><span><svg aria-hidden="true"><rect width="20" height="12" style="fill:var(--leaf);opacity:.18"/></svg>where it will lie, at 95 %</span></p>`
}

/** How many more are needed when one figure is worse. */
export function sensitivityPlot({ sensitivity, stages, currency }: MadePlan): Html {
  const worse = sensitivity.filter(({ more, what }) => (more ?? 0) > 0 && what !== 'takes')
  if (worse.length === 0) return html``
  const names = nameOf(stages[0]?.stage ?? 'lead')
  const label = ({ what, from, to, instead, of }: (typeof worse)[number]) =>
    what === 'deal'
      ? `Deals of ${moneyWords(instead, currency)} instead of ${moneyWords(of, currency)}`
      : `${nameOf(from ?? 'lead', 1)} to ${nameOf(to ?? 'customer', 1)}: ${instead} instead of ${of}`
  return barPlot(
    `How many more ${names} are needed when one figure is worse`,
    [...worse]
      .sort((a, b) => (b.more ?? 0) - (a.more ?? 0))
      .map((one) => ({
        label: label(one),
        value: one.more ?? 0,
        shown: `+${(one.more ?? 0).toLocaleString('en')}`,
        look: 'amber',
      })),
  )
}

/** What one of the first stage costs by source, beside the most that it may cost. */
export function costPlot({ sources, stages, currency }: MadePlan): Html {
  const [first] = stages
  const costed = sources.filter(({ each }) => each !== undefined)
  if (!first || costed.length === 0) return html``
  const most = Number(first.mostCost)
  return barPlot(
    `What ${articled(first.stage)} costs by source, and the ${moneyWords(first.mostCost, currency)} that it may cost at most`,
    costed.map(({ source, each, origin, tooDear }) => ({
      label: `${source}, ${origin}`,
      value: Number(each),
      shown: moneyWords(each ?? '0', currency),
      look: tooDear ? 'red' : 'leaf',
    })),
    { value: most, label: `at most ${moneyWords(first.mostCost, currency)}` },
  )
}

/** Lines for round numbers, the months below, and today. */
function axesOf(mondays: readonly string[], most: number, width: number, today: string) {
  const ticks = ticksTo(most)
  const top = ticks.at(-1) ?? most
  const y = (value: number) => height - frame.bottom - (value / top) * (height - frame.top - frame.bottom)
  const right = width - frame.right
  const step = (right - frame.left) / Math.max(1, mondays.length)
  const starts = mondays.flatMap((monday, n) => {
    const month = monday.slice(0, 7)
    return n > 0 && mondays[n - 1]?.slice(0, 7) === month ? [] : [{ n, monday }]
  })
  // About 50 pixels a month are enough for its name.
  const every = Math.ceil((starts.length * 58) / (right - frame.left))
  const firstMonday = Date.parse(mondays[0] ?? today)
  const now = frame.left + ((Date.parse(today) - firstMonday) / (7 * day)) * step
  const axes = html`${ticks.map((tick) => html`<line class="grid" x1="${frame.left}" x2="${right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text x="${frame.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${tick.toLocaleString('en')}</text>`)}${starts.map(({ n, monday }, index) => index % every === 0 && html`<text x="${at(frame.left + n * step)}" y="${height - 8}">${monthOf(monday)}</text>`)}${now >= frame.left && now <= right && html`<line class="mark" x1="${at(now)}" x2="${at(now)}" y1="${frame.top - 8}" y2="${height - frame.bottom}"/>`}`
  return { y, axes }
}

function monthOf(monday: string): string {
  const year = monday.slice(5, 7) === '01' ? ({ year: 'numeric' } as const) : {}
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', ...year }).format(Date.parse(monday))
}

function key(look: 'leaf' | 'pale', words: string): Html {
  return html`<span><svg aria-hidden="true"><rect width="20" height="12" rx="2" style="fill:var(--leaf)${look === 'pale' ? ';opacity:.38' : ''}"/></svg>${words}</span>`
}
