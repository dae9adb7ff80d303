import { durationInWords } from '../../core/duration.ts'
import { inThousands } from '../../core/in-thousands.ts'
import { chanceOf } from '../../core/scoring/backtest/calibration.ts'
import { aMonth, percent, percents, times, timesBetween } from '../../core/scoring/backtest/in-numbers.ts'
import {
  calibrationInWords,
  capacityInWords,
  comparisonInWords,
  orderInWords,
  readyInWords,
  volumeInWords,
} from '../../core/scoring/backtest/in-sentences.ts'
import type { Figures, ModelReport } from '../../core/scoring/backtest/report.ts'
import type { RuleLift } from '../../core/scoring/backtest/rule-lift.ts'
import type { Reason } from '../backtest/read-past.ts'
import type { Backtest } from '../backtest/run-backtest.ts'
import { axis, bar, chart, chartStyle, line, mark, partAxis, whisker } from './backtest-plots.ts'
import { type Html, html, page } from './document.ts'

/** A backtest as one page with plots, for the meeting of sales and marketing. */
export function backtestPage(backtest: Backtest): string {
  const { figures, warnings, capacity } = backtest
  const [first, second] = figures.models
  if (!first) return ''
  const title = [first.name, ...(second ? [second.name] : [])].join(' and ')
  const body = html`<main>
<header><p class="over">Ripen · backtest of a scoring model</p>
<h1>${title}</h1>
<p class="lead">What ${second ? 'each model' : 'this model'} would have done with leads whose outcome is known, judged ${durationInWords(backtest.judgedAfter)} after they came, or at their outcome where that was earlier.</p>
<dl class="facts">${Object.entries(factsOf(backtest)).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${
  warnings.length > 0
    ? html`<ul class="warnings">${warnings.map(({ says, mend }) => html`<li><b>${says}</b><p>${mend}</p></li>`)}</ul>`
    : html`<p class="fine">Nothing stands against relying on it.</p>`
}
${leftOut(backtest)}
</header>
${orderCard(figures)}
${second && comparisonCard(figures, first, second)}
${figures.models.map((model) => barsCard(model, figures, model === first ? capacity : undefined))}
${figures.models.map((model) => rulesCard(model, figures))}
${figures.models.map((model) => chanceCard(model, figures))}
${driftCard(figures, first)}
<p class="foot">Scores are made by the very code that scores leads in Ripen. Intervals are at 95 %: those of order, tenths and rules by drawing ${inThousands(backtest.resampling.times)} times as many leads with putting back (seed ${backtest.resampling.seed}), those of shares by Wilson’s score interval. Where leads with one score belong to two tenths, each tenth has its part of them. A lead is judged once; one that was over the bar for a while and then faded counts as it stood when judged.</p>
</main>`
  // A number and its % stay on one line.
  return page(`${title} · backtest`, body, chartStyle).replaceAll(/(?<=\d) %/g, '\u00a0%')
}

function factsOf({ leads, activities, figures }: Backtest): Record<string, string> {
  const { won, lost, share, from, to } = figures
  return {
    Leads: inThousands(figures.leads),
    Won: `${inThousands(won)} (${percent(share)})`,
    Lost: inThousands(lost),
    'Came from': from.slice(0, 10),
    to: to.slice(0, 10),
    ...(activities && { Activities: inThousands(activities.taken) }),
    List: leads.file.split('/').at(-1) ?? leads.file,
  }
}

function leftOut({ leads, activities }: Backtest): Html | undefined {
  const rows = [
    ...(leads.open > 0 ? [`${inThousands(leads.open)} leads are still open`] : []),
    ...(leads.outside > 0 ? [`${inThousands(leads.outside)} leads came at another time`] : []),
    ...(leads.rejected > 0 ? [`${inThousands(leads.rejected)} rows of leads are rejected`] : []),
    ...(activities && activities.later > 0
      ? [`${inThousands(activities.later)} activities came after their lead was judged`]
      : []),
    ...(activities && activities.ofOthers > 0
      ? [`${inThousands(activities.ofOthers)} activities are of no lead that counts`]
      : []),
    ...(activities && activities.rejected > 0
      ? [`${inThousands(activities.rejected)} rows of activities are rejected`]
      : []),
  ]
  if (rows.length === 0) return undefined
  const reasons = [...leads.reasons, ...(activities?.reasons ?? [])]
  return html`<details><summary>What does not count</summary><ul>${rows.map((row) => html`<li>${row}</li>`)}</ul>${reasons.length > 0 && html`<ul>${reasons.map((one) => html`<li>${reasonOf(one)}</li>`)}</ul>`}</details>`
}

function reasonOf({ reason, line: at, count }: Reason): string {
  return `Line ${at}${count > 1 ? ` and ${inThousands(count - 1)} more` : ''}: ${reason}`
}

function orderCard(figures: Figures): Html {
  const { models } = figures
  const gains = chart(
    `Part of all wins that is found by part of the leads, from the highest score. ${models.map(({ name, deciles }) => `${name}: ${deciles.map(({ decile, found }) => `${decile * 10} % of leads hold ${percent(found)}`).join(', ')}`).join('. ')}`,
    partAxis('of all leads, highest scores first'),
    partAxis('of all wins'),
    (at) => [
      line(
        'chance',
        [
          [0, 0],
          [1, 1],
        ],
        at,
      ),
      ...models.map(({ deciles }, index) =>
        line(
          series(index),
          [[0, 0], ...deciles.map(({ decile, found }): [number, number] => [decile / 10, found])],
          at,
        ),
      ),
    ],
  )
  const lifts = models.map((model) => {
    const most = Math.max(2, ...model.deciles.map(({ liftInterval }) => liftInterval.high))
    return html`<div><h3>${models.length > 1 ? `${model.name}: how` : 'How'} much more often each tenth was won than all</h3>
${chart(
  `Lift of each tenth: ${model.deciles.map(({ decile, lift }) => `${decile}: ${times(lift)}`).join(', ')}`,
  { ...axis('tenth of the leads, highest scores first', 0.4, 10.6, 1), says: String },
  { ...axis('times', 0, most), says: (value) => `${Math.round(value * 10) / 10} ×` },
  (at) => [
    ...model.deciles.map(({ decile, lift }) => bar(`${series(models.indexOf(model))} soft`, decile, 0.36, 0, lift, at)),
    line(
      'chance',
      [
        [0.4, 1],
        [10.6, 1],
      ],
      at,
    ),
    ...model.deciles.map(({ decile, lift, liftInterval: { low, high } }) =>
      whisker(series(models.indexOf(model)), decile, lift, low, high, at),
    ),
  ],
)}</div>`
  })
  return html`<section class="card"><h2>Does it put wins first?</h2>
${models.map((model) => html`<p class="say">${models.length > 1 && html`<b>${model.name}.</b> `}${orderInWords(model.auc)}</p>`)}
<div class="charts"><div><h3>Wins found by who calls from the top</h3>${gains}
<p class="key">${models.map(({ name }, index) => html`<span><i class="line-key ${series(index)}"></i>${name}</span>`)}<span><i class="line-key chance"></i>calling in any order</span></p></div>
${lifts}</div>
${models.map((model) => html`<details><summary>Tenths of ${model.name} as a table</summary>${tenthsTable(model)}</details>`)}</section>`
}

function tenthsTable({ deciles }: ModelReport): Html {
  return html`<div class="wide"><table class="tested"><thead><tr><th>Tenth</th><th>Scores</th><th>Won</th><th>Times as often</th><th>Wins so far</th></tr></thead><tbody>
${deciles.map((one) => html`<tr><td>${one.decile}</td><td>${one.from === one.to ? one.from : `${one.to} to ${one.from}`}</td><td>${percent(one.precision)} <span class="soft">(${percents(one.precisionInterval)})</span></td><td>${times(one.lift)} <span class="soft">(${timesBetween(one.liftInterval)})</span></td><td>${percent(one.found)}</td></tr>`)}
</tbody></table></div>`
}

function comparisonCard(figures: Figures, first: ModelReport, second: ModelReport): Html | undefined {
  const { comparison } = figures
  return (
    comparison &&
    html`<section class="card"><h2>${first.name} against ${second.name}</h2>
<p class="say">${comparisonInWords(comparison, [first.name, second.name])}</p><p class="say">${volumeInWords(comparison)}</p>
<p class="fine-print">Both judge the same leads, and each draw for the interval holds the same leads for both.</p></section>`
  )
}

function barsCard(model: ModelReport, figures: Figures, capacity: number | undefined): Html {
  const { bars: thresholds, bar: own, name, dialled, ready } = model
  const known = thresholds.filter(({ precision }) => precision !== undefined)
  const [from = 0, to = 1] = [thresholds[0]?.score, thresholds.at(-1)?.score]
  const scores = axis('sales’ bar', from, to === from ? from + 1 : to)
  const most = Math.max(1, ...thresholds.map(({ perMonth }) => perMonth), capacity ?? 0)
  const quality = chart(
    `Precision and recall by bar: ${known.map(({ score, precision, recall }) => `at ${score} ${percent(precision ?? 0)} won, ${percent(recall)} of all wins`).join('; ')}`,
    scores,
    partAxis('won of them, and part of all wins'),
    (at) => [
      line(
        'second',
        thresholds.map(({ score, recall }) => [score, recall]),
        at,
      ),
      line(
        'first',
        known.map(({ score, precision }) => [score, precision ?? 0]),
        at,
      ),
      ...known.map(({ score, precision, interval }) =>
        whisker('first', score, precision ?? 0, interval?.low ?? 0, interval?.high ?? 1, at),
      ),
      mark(own, `bar ${own}`, at),
    ],
  )
  const volume = chart(
    `Leads a month by bar: ${thresholds.map(({ score, perMonth }) => `at ${score} ${aMonth(perMonth)}`).join('; ')}`,
    scores,
    axis('leads a month', 0, most),
    (at) => [
      capacity !== undefined &&
        line(
          'chance',
          [
            [scores.from, capacity],
            [scores.to, capacity],
          ],
          at,
        ),
      line(
        'first',
        thresholds.map(({ score, perMonth }) => [score, perMonth]),
        at,
      ),
      mark(own, `bar ${own}`, at),
    ],
  )
  return html`<section class="card"><h2>${figures.models.length > 1 && `${name}: `}How high the bar?</h2>
<p class="say"><b>At the bar of ${own}${dialled && ', as the dial stands'}.</b> ${readyInWords(model, figures)}</p>
${capacity !== undefined && html`<p class="say">${capacityInWords(model, capacity)}</p>`}
<div class="charts"><div><h3>Quality</h3>${quality}<p class="key"><span><i class="line-key"></i>of those over the bar, won</span><span><i class="line-key second"></i>of all wins, over the bar</span></p></div>
<div><h3>Quantity</h3>${volume}${capacity !== undefined && html`<p class="key"><span><i class="line-key chance"></i>what sales can take: ${aMonth(capacity)} a month</span></p>`}</div>
<div><h3>Month by month</h3>${monthsPlot(figures, ready.byMonth)}<p class="key"><span><i></i>over the bar</span><span><i class="rest"></i>all leads</span></p></div></div>
<details><summary>Each bar as a table</summary><div class="wide"><table class="tested"><thead><tr><th>Bar</th><th>A month</th><th>Fewest to most</th><th>Won</th><th>Times as often</th><th>Of all wins</th></tr></thead><tbody>
${thresholds.map((one) => html`<tr class="${one.score === own ? 'own' : ''}"><td>${one.score}</td><td>${aMonth(one.perMonth)}</td><td>${inThousands(Math.min(...one.byMonth))} to ${inThousands(Math.max(...one.byMonth))}</td><td>${one.precision !== undefined && one.interval && html`${percent(one.precision)} <span class="soft">(${percents(one.interval)})</span>`}</td><td>${one.lift !== undefined && times(one.lift)}</td><td>${percent(one.recall)}</td></tr>`)}
</tbody></table></div><p class="fine-print">The model’s other gates hold at each bar.</p></details></section>`
}

function monthsPlot({ months }: Figures, over: readonly number[]): Html {
  const most = Math.max(1, ...months.map(({ leads }) => leads))
  const each = Math.ceil(months.length / 12)
  const names = months.map(({ month }, index) => {
    const [year = '', number = ''] = month.split('-')
    const short = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(
      Date.UTC(2024, Number(number) - 1),
    )
    return index === 0 || number === '01' ? `${short} ${year}` : short
  })
  const x = axis('', -0.6, months.length - 0.4, each)
  return chart(
    `Leads by month: ${months.map(({ month, leads }, index) => `${month} ${leads}, of them over the bar ${over[index]}`).join('; ')}`,
    {
      ...x,
      ticks: months.flatMap((_, index) => (index % each === 0 && (index / each) % 2 === 0 ? [index] : [])),
      says: (index) => names[index] ?? '',
    },
    axis('leads', 0, most),
    (at) =>
      months.flatMap(({ leads }, index) => [
        bar('rest', index, 0.38, 0, leads, at),
        bar('first', index, 0.38, 0, over[index] ?? 0, at),
      ]),
  )
}

function rulesCard({ name, rules }: ModelReport, { models, share }: Figures): Html {
  const kinds = [
    ['indicator', 'Indicators'],
    ['fit', 'Who they are'],
    ['engagement', 'What they did'],
  ] as const
  const most = Math.max(2, ...rules.flatMap(({ interval }) => (interval ? [interval.high] : [])))
  const rows = ([kind, says]: (typeof kinds)[number]) => {
    const of = rules.filter((rule) => rule.kind === kind).sort((a, b) => (b.lift ?? -1) - (a.lift ?? -1))
    return of.length === 0
      ? []
      : [html`<tr><th colspan="4" scope="rowgroup">${says}</th></tr>`, ...of.map((rule) => ruleRow(rule, most))]
  }
  return html`<section class="card"><h2>${models.length > 1 && `${name}: `}What tells?</h2>
<p class="say">How much more often leads with each trait were won than all leads, of whom ${percent(share)} were. A bar on both sides of the line may be chance.</p>
<div class="wide"><table class="tested rules"><thead><tr><th>Rule</th><th>Leads</th><th>Won</th><th class="range">Times as often as all</th></tr></thead><tbody>${kinds.flatMap(rows)}</tbody></table></div></section>`
}

function ruleRow({ name, leads, precision, lift, interval }: RuleLift, most: number): Html {
  const x = (value: number) => ((Math.min(value, most) / most) * 100).toFixed(1)
  return html`<tr><td>${name}</td><td>${inThousands(leads)}</td><td>${precision !== undefined && percent(precision)}</td><td class="range">${
    lift !== undefined &&
    interval &&
    html`<svg role="img" aria-label="${times(lift)}, ${timesBetween(interval)}"><title>${times(lift)} (${timesBetween(interval)})</title><line class="none" x1="${x(1)}%" x2="${x(1)}%" y1="0" y2="22"/><line class="by" x1="${x(interval.low)}%" x2="${x(interval.high)}%" y1="11" y2="11"/><circle class="at" cx="${x(lift)}%" cy="11" r="4.5"/></svg>`
  }</td></tr>`
}

function chanceCard(model: ModelReport, figures: Figures): Html {
  const { bands, curve } = model.calibration
  const [first, last] = [bands[0], bands.at(-1)]
  if (!first || !last) return html``
  const x = axis('score', first.from, last.to + 1)
  const most = Math.min(1, Math.max(0.2, ...bands.map(({ interval }) => interval.high)))
  const points = Array.from({ length: 41 }, (_, index) => first.from + ((last.to + 1 - first.from) * index) / 40)
  return html`<section class="card"><h2>${figures.models.length > 1 && `${model.name}: `}What does a score mean?</h2>
<p class="say">${calibrationInWords(model, figures)}</p>
<div class="charts"><div>${chart(
    `Part won by score: ${bands.map(({ from, to, share }) => `${from} to ${to}: ${percent(share)}`).join(', ')}`,
    x,
    partAxis('won', most),
    (at) => [
      line(
        'chance',
        points.map((score) => [score, Math.min(most, chanceOf(curve, score))]),
        at,
      ),
      ...bands.map(({ from, to, share, interval }) =>
        whisker('first', (from + to) / 2, share, interval.low, Math.min(most, interval.high), at),
      ),
    ],
  )}<p class="key"><span><i class="line-key chance"></i>the curve that fits best</span><span><i></i>what was, with its interval</span></p></div>
<div class="wide"><table class="tested"><thead><tr><th>Scores</th><th>Leads</th><th>By the curve</th><th>Was won</th></tr></thead><tbody>${bands.map(({ from, to, leads, expected, share, interval }) => html`<tr><td>${from === to ? from : `${from} to ${to}`}</td><td>${inThousands(leads)}</td><td>${percent(expected)}</td><td>${percent(share)} <span class="soft">(${percents(interval)})</span></td></tr>`)}</tbody></table></div></div></section>`
}

function driftCard({ drift }: Figures, { name }: ModelReport): Html | undefined {
  if (!drift) return undefined
  const { from, earlier, later, score, fields } = drift
  const auc = (value: number | undefined) => (value === undefined ? '' : `${Math.round(value * 100)} in 100`)
  const shifts = [{ ...score, of: 'scores' }, ...fields.map((shift) => ({ ...shift, of: shift.field }))]
  const words = { none: 'as by chance', some: 'somewhat', large: 'much' }
  return html`<section class="card"><h2>Did it stay the same?</h2>
<div class="charts"><div class="wide"><table class="tested"><thead><tr><th></th><th>Before ${from}</th><th>From ${from} on</th></tr></thead><tbody>
<tr><td>Leads</td><td>${inThousands(earlier.leads)}</td><td>${inThousands(later.leads)}</td></tr>
<tr><td>Won</td><td>${percent(earlier.share)}</td><td>${percent(later.share)}</td></tr>
<tr><td>${name} puts a win first</td><td>${auc(earlier.auc)}</td><td>${auc(later.auc)}</td></tr></tbody></table></div>
<div class="wide"><table class="tested"><thead><tr><th>Differ</th><th>Stability index</th><th>Chance stays under</th><th></th></tr></thead><tbody>
${shifts.map(({ of, psi, byChance, verdict }) => html`<tr class="${verdict === 'none' ? '' : 'own'}"><td>${of}</td><td>${psi.toFixed(3)}</td><td>${byChance.toFixed(3)}</td><td>${words[verdict]}</td></tr>`)}</tbody></table></div></div>
<p class="fine-print">Population stability index: from 0.1 on it is something, from 0.25 on much, where it is more than chance makes with so few leads.</p></section>`
}

function series(index: number): string {
  return index === 0 ? 'first' : 'second'
}
