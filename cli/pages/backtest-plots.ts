import { type Html, html } from './document.ts'

/** Where values stand along an axis, from its beginning to its end. */
export interface Axis {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
  readonly says: (value: number) => string
  readonly name: string
}

export interface Place {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

/** The picture in its own units; the page scales it. */
const width = 520
const height = 320
const [left, right, top, bottom] = [50, 14, 34, 50]

/** A picture with two axes, as SVG that takes its colours from the page; `says` is for who can't see it. */
export function chart(
  says: string,
  x: Axis,
  y: Axis,
  draw: (at: Place) => readonly (Html | undefined | false)[],
): Html {
  const at: Place = {
    x: (value) => left + ((value - x.from) / (x.to - x.from || 1)) * (width - left - right),
    y: (value) => height - bottom - ((value - y.from) / (y.to - y.from || 1)) * (height - top - bottom),
  }
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${says}">
${y.ticks.map((tick) => html`<line class="grid" x1="${left}" x2="${width - right}" y1="${n(at.y(tick))}" y2="${n(at.y(tick))}"/><text x="${left - 8}" y="${n(at.y(tick) + 5)}" text-anchor="end">${y.says(tick)}</text>`)}
${x.ticks.map((tick) => html`<text x="${n(at.x(tick))}" y="${height - bottom + 21}" text-anchor="middle">${x.says(tick)}</text>`)}
${draw(at)}
<line class="base" x1="${left}" x2="${width - right}" y1="${n(at.y(y.from))}" y2="${n(at.y(y.from))}"/>
<text class="axis-name" x="${width - right}" y="${height - 5}" text-anchor="end">${x.name}</text>
<text class="axis-name" x="0" y="${top - 18}">${y.name}</text>
</svg>`
}

/** A line through points, of one of the page's series. */
export function line(series: string, points: readonly (readonly [number, number])[], { x, y }: Place): Html {
  return html`<polyline class="line ${series}" points="${points.map(([one, other]) => `${n(x(one))},${n(y(other))}`).join(' ')}"/>`
}

/** A point with its interval, upright. */
export function whisker(series: string, at: number, value: number, low: number, high: number, { x, y }: Place): Html {
  return html`<line class="whisker ${series}" x1="${n(x(at))}" x2="${n(x(at))}" y1="${n(y(low))}" y2="${n(y(high))}"/><circle class="dot ${series}" cx="${n(x(at))}" cy="${n(y(value))}" r="4"/>`
}

/** A bar from one value to another. */
export function bar(series: string, at: number, half: number, from: number, to: number, { x, y }: Place): Html {
  return html`<rect class="bar ${series}" x="${n(x(at - half))}" width="${n(x(at + half) - x(at - half))}" y="${n(y(to))}" height="${n(Math.max(0, y(from) - y(to)))}"/>`
}

/** An upright mark with a word beside it. */
export function mark(at: number, says: string, { x }: Place): Html {
  const isRight = x(at) > width * 0.6
  return html`<line class="mark" x1="${n(x(at))}" x2="${n(x(at))}" y1="${top}" y2="${height - bottom}"/><text class="mark-name" x="${n(x(at) + (isRight ? -7 : 7))}" y="${top + 14}" text-anchor="${isRight ? 'end' : 'start'}">${says}</text>`
}

/** An axis of parts of 1. */
export function partAxis(name: string, to = 1): Axis {
  const step = to > 0.5 ? 0.25 : to > 0.2 ? 0.1 : 0.05
  return { ...axis(name, 0, to, step), says: (value) => `${Math.round(value * 100)} %` }
}

/** An axis from one value to another with ticks at round values, about five of them unless a step is given. */
export function axis(name: string, from: number, to: number, step = stepOf(to - from)): Axis {
  const first = Math.ceil(from / step - 1e-9) * step
  const ticks = Array.from({ length: Math.floor((to - first) / step + 1e-9) + 1 }, (_, index) => first + index * step)
  return { from, to, ticks, name, says: (value) => String(Math.round(value * 100) / 100) }
}

function stepOf(span: number): number {
  const rough = span / 5
  const power = 10 ** Math.floor(Math.log10(rough || 1))
  return ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power
}

function n(value: number): string {
  return value.toFixed(1)
}

/** The look of the charts and tables of a backtest, in the page's colours. */
export const chartStyle = `
.chart { display: block; width: 100%; max-width: 640px; height: auto; margin-top: 14px; overflow: visible; }
.chart text { font-size: 14px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.chart .mark-name { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.chart .grid { stroke: var(--line); } .chart .base { stroke: var(--soft); }
.chart .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke: var(--leaf); } .chart .whisker { stroke-width: 1.8; stroke: var(--leaf); opacity: .65; } .chart .dot { fill: var(--leaf); } .chart .bar { fill: var(--leaf); }
.chart .line.second { stroke: var(--amber); } .chart .dot.second { fill: var(--amber); } .chart .whisker.second { stroke: var(--amber); } .chart .bar.second { fill: var(--amber); }
.chart .line.chance { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 5; } .chart .bar.rest { fill: var(--line); } .chart .bar.soft { opacity: .3; fill: var(--leaf); } .chart .bar.second.soft { fill: var(--amber); }
.chart .mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 4; } .chart .mark-name { fill: var(--ink); font-weight: 600; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 10px 44px; align-items: start; } .charts > * { min-width: 0; }
.charts h3 { margin-top: 18px; font-size: 17px; } .key { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 8px; font-size: 14px; color: var(--soft); } .key i { display: inline-block; width: 14px; height: 14px; border-radius: 3px; background: var(--leaf); margin-inline-end: 7px; vertical-align: -2px; } .key .second { background: var(--amber); } .key .rest { background: var(--line); } .key .line-key { height: 3px; vertical-align: 4px; width: 20px; } .key .chance { background: repeating-linear-gradient(90deg, var(--soft) 0 5px, transparent 5px 9px); height: 2px; }
.say { font-size: 18px; max-width: 72ch; margin-top: 12px; text-wrap: pretty; } .say + .say { margin-top: 8px; } .fine-print { color: var(--soft); font-size: 14px; margin-top: 10px; max-width: 76ch; }
.wide { margin-top: 14px; } .tested { border-collapse: collapse; font-size: 15px; width: 100%; font-variant-numeric: tabular-nums; }
.tested th, .tested td { padding: 7px 12px; border-top: 1px solid var(--line); text-align: end; white-space: nowrap; } .tested thead th { color: var(--soft); font-weight: 400; font-size: 13.5px; border-top: 0; } .tested th:first-child, .tested td:first-child { text-align: start; } .tested tr.own { background: var(--chip); font-weight: 600; } .tested .soft { font-weight: 400; } .tested tbody th { padding-top: 18px; font-weight: 600; border-top: 0; }
.tested td.range, .tested th.range { width: 42%; min-width: 130px; text-align: start; } .range svg { display: block; width: 100%; height: 22px; overflow: visible; } .range .none { stroke: var(--soft); stroke-width: 1; } .range .by { stroke: var(--leaf); stroke-width: 3; opacity: .5; } .range .at { fill: var(--leaf); }
.warnings li p { margin-top: 3px; color: var(--ink); opacity: .82; }
@media (max-width: 600px) { .chart text { font-size: 20px; } .tested th, .tested td { padding: 7px 6px; } .tested .soft { display: block; font-size: 13px; } .tested thead th { white-space: normal; vertical-align: bottom; } .rules { table-layout: fixed; } .rules td:first-child { overflow-wrap: anywhere; white-space: normal; } .rules th:nth-child(1) { width: 40%; } .rules th:nth-child(2), .rules th:nth-child(3) { width: 15%; } .tested td.range, .tested th.range { min-width: 0; width: 30%; } .say { font-size: 16.5px; } }
`
