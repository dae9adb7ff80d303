import { directionOf } from '../../core/content/direction.ts'

const dark = 'prefers-color-scheme: dark'

/** Text made safe for HTML content and attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The frame of every page that Ripen serves to people: readable without script, in both directions, light and dark. `body` is HTML already, `css` for this page alone. */
export function page(options: { title: string; locale: string; body: string; css?: string }): string {
  return `<!doctype html>
<html lang="${escapeHtml(options.locale)}" dir="${directionOf(options.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(options.title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1b2420; --paper: #fff; --ground: #f3f5f2; --line: #c3cbc5; --leaf: #1f6f4a; --on-leaf: #fff; --alarm: #a3271c; }
@media (${dark}) { :root { --ink: #e6ebe7; --paper: #1d2320; --ground: #131715; --line: #47524c; --leaf: #6cc79a; --on-leaf: #10261b; --alarm: #ff9b8f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, "Segoe UI", Vazirmatn, Tahoma, sans-serif; }
main { max-width: 36rem; margin: 8vh auto; padding: 2.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; }
@media (max-width: 40rem) { main { max-width: none; margin: 0; min-height: 100vh; border: 0; border-radius: 0; padding: 1.5rem; } }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .25rem; font-size: 1.2rem; line-height: 1.3; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
label.choice { display: flex; gap: .75rem; align-items: flex-start; font-weight: 400; }
label.choice input { margin-top: .35rem; width: 1.15rem; height: 1.15rem; flex: none; }
input:not([type=checkbox]):not([type=radio]), select, textarea { width: 100%; padding: .65rem .75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
button { margin-top: 1.5rem; padding: .75rem 1.5rem; font: inherit; font-weight: 600; color: var(--on-leaf); background: var(--leaf); border: 0; border-radius: .4rem; cursor: pointer; }
button.quiet { color: var(--ink); background: none; border: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--leaf); outline-offset: 2px; }
.error { color: var(--alarm); font-weight: 600; }
.note { font-size: .9375rem; opacity: .85; }
.trap { position: absolute; inset-inline-start: -100vw; }
${options.css ?? ''}</style>
</head>
<body>
<main>
${options.body}
</main>
</body>
</html>
`
}
