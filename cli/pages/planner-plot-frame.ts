import { type Html, html } from './document.ts'

/** The look of plots, for the page that has some: in the colours of `style.ts`, light and dark. */
export const plotCss = `
.plot { margin: 22px 0 0; } .plot svg { display: block; width: 100%; height: auto; overflow: visible; } .plot .narrow { display: none; }
.plot text { font-size: 13px; fill: var(--soft); font-variant-numeric: tabular-nums; } .plot text.strong { fill: var(--ink); font-weight: 600; }
.plot .grid { stroke: var(--line); } .plot .leaf { fill: var(--leaf); } .plot .pale { fill: var(--leaf); opacity: .38; } .plot .amber { fill: var(--amber); } .plot .red { fill: var(--red); }
.plot .line { fill: none; stroke: var(--leaf); stroke-width: 2.5; } .plot .goal { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; } .plot .band { fill: var(--leaf); opacity: .18; }
.plot .mark { stroke: var(--amber); stroke-width: 1.5; } .plot .dot { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.keys { display: flex; flex-wrap: wrap; gap: 6px 22px; font-size: 14px; color: var(--soft); margin-top: 12px; } .keys span { display: inline-flex; align-items: center; gap: 8px; } .keys svg { width: 20px; height: 12px; flex: none; }
.scroll { margin-top: 18px; } .figures { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums; } .figures th { text-align: end; font-weight: 400; color: var(--soft); font-size: 13px; white-space: nowrap; } .figures td { text-align: end; white-space: nowrap; } .figures th, .figures td { padding: 8px 10px; border-top: 1px solid var(--line); } .figures tr > :first-child { text-align: start; padding-inline-start: 0; } .figures tbody th { color: var(--ink); font-weight: 600; font-size: 15px; }
.figures .dear { color: var(--red); } .says { margin: 14px 0 0; padding-inline-start: 20px; display: grid; gap: 6px; max-width: 84ch; }
@media (max-width: 760px) { .plot .wide { display: none; } .plot .narrow { display: block; } .figures { font-size: 14px; } }
`

/** One plot in two widths, in pixels, of which a page shows the one that fits; `says` tells it to those who do not see it. */
export function plot(says: string, draw: (width: number) => { height: number; drawn: Html }): Html {
  return html`<figure class="plot" role="img" aria-label="${says}">${(['wide', 'narrow'] as const).map((name) => {
    const width = name === 'wide' ? 1100 : 340
    const { height, drawn } = draw(width)
    return html`<svg class="${name}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${drawn}</svg>`
  })}</figure>`
}

/** Up to six round numbers from 0 to at least `most`. */
export function ticksTo(most: number): number[] {
  const rough = Math.max(most, 1e-9) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999) ?? 10 * power
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, n) => n * step)
}

/** A row of a bar plot: the bar begins under its label. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly shown: string
  readonly look: 'leaf' | 'pale' | 'amber' | 'red'
}

/** Bars from 0, one under the other, each with its label above and its figure behind; `mark` is a line through all. */
export function barPlot(says: string, bars: readonly Bar[], mark?: { value: number; label: string }): Html {
  const row = 50
  const most = Math.max(1e-9, mark?.value ?? 0, ...bars.map(({ value }) => value))
  return plot(says, (width) => {
    const behind = 130
    const x = (value: number) => (value / most) * (width - behind)
    const top = mark ? 24 : 0
    const height = top + bars.length * row
    return {
      height,
      drawn: html`${bars.map((bar, n) => {
        const y = top + n * row
        return html`<text x="0" y="${y + 15}">${bar.label}</text><rect class="${bar.look}" x="0" y="${y + 22}" width="${at(Math.max(1, x(bar.value)))}" height="15" rx="3"/><text class="strong" x="${at(x(bar.value) + 9)}" y="${y + 34}">${bar.shown}</text>`
      })}${mark && html`<line class="mark" x1="${at(x(mark.value))}" x2="${at(x(mark.value))}" y1="20" y2="${height}"/><text class="strong" x="${at(x(mark.value))}" y="13" text-anchor="${x(mark.value) > width / 2 ? 'end' : 'start'}">${mark.label}</text>`}`,
    }
  })
}

/** A coordinate with one digit: more is seen by nobody. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10)
}
