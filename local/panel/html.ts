/** Text as it may stand in HTML, attributes included. */
export function escaped(text: unknown): string {
  return String(text ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1d2433, #e7eaf1); --quiet: light-dark(#5b6579, #9aa5b8); --line: light-dark(#dfe3ea, #323a48);
  --page: light-dark(#f5f6f9, #14181f); --card: light-dark(#fff, #1c222c); --accent: light-dark(#1f6f54, #6fd3ae); }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.05rem; margin: 0 0 .75rem }
p { margin: .25rem 0 .75rem } a { color: var(--accent) } small, .quiet { color: var(--quiet) }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); margin-top: 1.5rem }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.25rem; overflow-x: auto }
section.wide { grid-column: 1 / -1 }
ul { margin: 0; padding-left: 1.1rem } li { margin: .15rem 0 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top }
th { color: var(--quiet); font-weight: 600; border-top: 0 }
form { display: inline } button { font: inherit; padding: .3rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--page); color: inherit; cursor: pointer }
button:hover, button:focus-visible { border-color: var(--accent) }
time { white-space: nowrap } code, pre { font: .875rem/1.5 ui-monospace, monospace } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
.now { font-size: 1.25rem; font-variant-numeric: tabular-nums }
`

/** A page of the panel. */
export function htmlPage(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head><body><main>${content}</main></body></html>`
}
