import {
  articled,
  dateWords,
  daysWords,
  moneyWords,
  nameOf,
  oneDigit,
  percentWords,
  rateWords,
} from '../../core/insight/planner/in-words.ts'
import type { MadePlan } from '../../core/insight/planner/made-plan.ts'
import { capital } from '../capital.ts'
import { type Html, html, page } from './document.ts'
import { plotCss } from './planner-plot-frame.ts'
import { costPlot, forecastPlot, sensitivityPlot, weeksPlot } from './planner-plots.ts'

/** A plan on one page: what must not be overlooked, what is needed stage by stage, by week, by source, and what would be if a figure were worse. */
export function plannerPage(plan: MadePlan): string {
  const { id, description, goal, currency, deal, deals, alarms, notes, today, made, zone, stages, shares } = plan
  const [first] = stages
  const facts: Record<string, string> = {
    'To be won': moneyWords(goal.revenue, currency),
    From: `${dateWords(goal.from)}${goal.in === undefined ? '' : ` (${goal.in})`}`,
    To: dateWords(goal.to),
    Deals: `${deals.toLocaleString('en')} of ${moneyWords(deal.size, currency)}, ${deal.margin} margin`,
    Planned: made === today ? dateWords(made) : `${dateWords(made)}, seen on ${dateWords(today)}`,
    Weeks: zone,
  }
  const body = html`<main>
<header><p class="over">Ripen · plan</p>
<h1>${id}</h1>
${description !== undefined && html`<p class="lead" dir="auto">${description}</p>`}
<dl class="facts">${Object.entries(facts).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${alarms.length > 0 && html`<ul class="warnings" aria-label="What to look at">${alarms.map((one) => html`<li>${one}</li>`)}</ul>`}
</header>
<section class="card"><h2>What it takes</h2>
${first && html`<p class="lead">${capital(articled(first.stage))} takes ${daysWords(first.takesDays)} to become a customer, so the last must be in by ${dateWords(first.to)}.</p>`}
${stageTable(plan)}</section>
${
  first &&
  html`<section class="card"><h2>${capital(nameOf(first.stage))} by week</h2>
${shares && html`<p class="lead">${shares.says}</p>`}
${weeksPlot(plan)}
${plan.actual && actualTable(plan)}</section>`
}
${plan.forecast && html`<section class="card"><h2>Forecast of ${nameOf(plan.forecast.stage)}</h2><p class="lead">${plan.forecast.says}</p>${forecastPlot(plan)}</section>`}
${plan.sources.length > 0 && html`<section class="card"><h2>What sources cost</h2>${costPlot(plan)}${sourceTable(plan)}</section>`}
<section class="card"><h2>What if</h2>${sensitivityPlot(plan)}<ul class="says">${plan.sensitivity.map(({ says }) => html`<li>${says}</li>`)}</ul></section>
${notes.length > 0 && html`<section class="card"><h2>Notes</h2><ul class="says">${notes.map((one) => html`<li>${one}</li>`)}</ul></section>`}
<p class="foot">Intervals are at 95 %, and of what was counted; what was typed in has none. What one may cost is what is left of a deal, times the part that becomes a customer. All weeks are in the answer of “ripen planner --json”.</p>
</main>`
  return page(`${id} · plan`, body, plotCss)
}

function stageTable({ stages, currency }: MadePlan): Html {
  return html`<div class="scroll"><table class="figures"><thead><tr><th>Stage</th><th>Needed</th><th>at 95 %</th><th>a week</th><th>from</th><th>to</th><th>to next</th><th>to customer</th><th>may cost</th></tr></thead><tbody>${stages.map(
    (one) =>
      html`<tr><th scope="row">${nameOf(one.stage)}</th><td><b>${one.needed.toLocaleString('en')}</b></td><td>${one.low !== undefined && `${one.low.toLocaleString('en')} to ${(one.high ?? 0).toLocaleString('en')}`}</td><td>${oneDigit(one.perWeek)}</td><td>${one.from}</td><td>${one.to}</td><td>${one.next && rateWords(one.next)}</td><td>${one.next && rateWords(one.toCustomer)}</td><td>${moneyWords(one.mostCost, currency)}</td></tr>`,
  )}</tbody></table></div>`
}

function actualTable({ actual, currency }: MadePlan): Html {
  const written = (value: number | string | undefined) =>
    typeof value === 'string' ? moneyWords(value, currency) : value === undefined ? 'too late' : oneDigit(value)
  return html`<div class="scroll"><table class="figures"><thead><tr><th>So far</th><th>planned</th><th>actual</th><th>to come</th><th>a week from now on</th></tr></thead><tbody>${(
    actual?.figures ?? []
  ).map(
    ({ what, planned, actual: came, left, perWeekLeft }) =>
      html`<tr><th scope="row">${what === 'revenue' ? what : nameOf(what)}</th><td>${written(planned)}</td><td>${written(came)}</td><td>${written(left)}</td><td>${written(perWeekLeft)}</td></tr>`,
  )}</tbody></table></div>`
}

function sourceTable({ sources, currency }: MadePlan): Html {
  const money = (amount: string | undefined) => (amount === undefined ? '' : moneyWords(amount, currency))
  return html`<div class="scroll"><table class="figures"><thead><tr><th>Source</th><th>origin</th><th>cost</th><th>a lead</th><th>an MQL</th><th>an SQL</th><th>a customer</th><th>return</th></tr></thead><tbody>${sources.map(
    ({ source, origin, cost, per, return: earned, tooDear }) =>
      html`<tr><th scope="row">${source}</th><td>${origin}</td><td>${money(cost)}</td><td class="${tooDear ? 'dear' : ''}">${money(per.lead)}</td><td>${money(per.mql)}</td><td>${money(per.sql)}</td><td>${money(per.customer)}</td><td>${earned === undefined ? '' : percentWords(earned)}</td></tr>`,
  )}</tbody></table></div>`
}
