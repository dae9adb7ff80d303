/** The look of the pages that the command line makes: the colours of the mails and of the pages that Ripen serves. */
export const css = `
:root {
  color-scheme: light dark;
  --ground: #eef1ec; --paper: #fff; --ink: #1b2420; --soft: #5b6963; --line: #d9e0da; --leaf: #1f6f4a; --on-leaf: #fff;
  --chip: #f0f4f0; --amber: #9a5b00; --amber-ground: #fdf3e0; --red: #a3322a; --red-ground: #fbeae8; --shade: 0 1px 2px #1b24200f, 0 8px 24px #1b242014;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101412; --paper: #1a201d; --ink: #e8ede9; --soft: #9dada4; --line: #35403a; --leaf: #7fd0a6; --on-leaf: #0e2317;
    --chip: #242c28; --amber: #f0bd6a; --amber-ground: #33290f; --red: #f09a92; --red-ground: #3a1c19; --shade: 0 1px 2px #0006;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans Arabic', sans-serif;
}
main { max-width: 1210px; margin: 0 auto; padding: 40px 24px 80px; }
h1, h2, h3 { font-family: 'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'Noto Serif', serif; font-weight: 600; line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: 38px; } h2 { font-size: 27px; } h3 { font-size: 20px; }
p { margin: 0; }
.over { text-transform: uppercase; letter-spacing: .09em; font-size: 12px; font-weight: 600; color: var(--leaf); margin-bottom: 8px; }
.lead { color: var(--soft); max-width: 68ch; margin-top: 10px; }
.soft { color: var(--soft); } .small { font-size: 14px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shade); padding: 28px; margin-top: 28px; }
.facts { display: flex; flex-wrap: wrap; gap: 12px 36px; margin: 22px 0 0; }
.facts dt { font-size: 12.5px; color: var(--soft); } .facts dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; }
.chip { background: var(--chip); border: 1px solid var(--line); border-radius: 99px; padding: 2px 11px; font-size: 13.5px; color: var(--soft); }
.warnings { list-style: none; margin: 22px 0 0; padding: 0; display: grid; gap: 8px; }
.warnings li { background: var(--amber-ground); color: var(--amber); border-radius: 9px; padding: 9px 14px; font-size: 15px; }
.warnings li.error { background: var(--red-ground); color: var(--red); }
.warnings b { font-weight: 600; }
.fine { background: var(--chip); color: var(--leaf); border-radius: 9px; padding: 9px 14px; margin-top: 22px; font-size: 15px; }
nav { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 22px; }
nav a { color: var(--leaf); text-decoration: none; border: 1px solid var(--line); background: var(--paper); padding: 6px 14px; border-radius: 99px; font-size: 15px; }
nav a:hover { border-color: var(--leaf); }
.scroll, .wide { --edge: #1b242026; overflow-x: auto; background: linear-gradient(to right, var(--paper) 40%, transparent) left / 40px 100% no-repeat local, linear-gradient(to left, var(--paper) 40%, transparent) right / 40px 100% no-repeat local, linear-gradient(to right, var(--edge), transparent) left / 14px 100% no-repeat scroll, linear-gradient(to left, var(--edge), transparent) right / 14px 100% no-repeat scroll; }
@media (prefers-color-scheme: dark) { .scroll, .wide { --edge: #000b; } }
:target { scroll-margin-top: 16px; }
.switch { border: 0; padding: 0; margin: 18px 0 0; display: flex; flex-wrap: wrap; gap: 14px; align-items: center; font-size: 15px; color: var(--soft); }
.switch legend { float: left; padding: 0; margin-right: 2px; } .switch input { accent-color: var(--leaf); }

.inbox { width: 100%; border-collapse: collapse; margin-top: 12px; font-size: 15px; table-layout: fixed; }
.inbox caption { text-align: start; color: var(--soft); font-size: 14px; padding-bottom: 8px; }
.inbox th, .inbox td { padding: 9px 10px; border-top: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.inbox th { font-weight: 400; color: var(--soft); width: 11.5em; }
.inbox b { font-weight: 600; } .inbox .cut { color: var(--amber); }

.frames { display: flex; flex-wrap: wrap; gap: 32px; margin-top: 24px; align-items: flex-start; justify-content: center; }
.frames figure { margin: 0; max-width: 100%; } figcaption { font-size: 13px; color: var(--soft); text-align: center; margin-top: 10px; }
.window { width: 642px; } .window .bar { display: flex; gap: 7px; padding: 11px 14px; background: var(--chip); border: 1px solid var(--line); border-bottom: 0; border-radius: 12px 12px 0 0; }
.window .bar i { width: 11px; height: 11px; border-radius: 50%; background: var(--line); }
.head { padding: 12px 16px; background: var(--paper); border: 1px solid var(--line); border-bottom: 0; display: grid; gap: 1px; }
.head b { font-weight: 600; font-size: 16px; overflow-wrap: anywhere; } .head span { color: var(--soft); font-size: 13.5px; }
.mail { display: block; border: 1px solid var(--line); background: #fff; color-scheme: light; max-width: 100%; }
.mail.desktop { width: 642px; height: 720px; border-radius: 0 0 12px 12px; }
.phone { width: 403px; } .phone .screen { border: 13px solid #1b2420; border-radius: 42px; overflow: hidden; background: var(--paper); }
@media (prefers-color-scheme: dark) { .phone .screen { border-color: #3b4741; } }
.phone .mail { width: 377px; height: 656px; border: 0; border-top: 1px solid var(--line); } .phone .head { border: 0; padding-top: 18px; }
body:has(#dark-mails:checked) .mail { color-scheme: dark; background: #101412; }
details { margin-top: 18px; } summary { cursor: pointer; color: var(--leaf); font-weight: 600; font-size: 15px; width: fit-content; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--chip); border: 1px solid var(--line); border-radius: 10px; padding: 18px; font: 14px/1.55 ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; margin: 14px 0 0; unicode-bidi: plaintext; }

.lanes { margin-top: 22px; display: grid; grid-template-columns: minmax(120px, 190px) minmax(0, 1fr); gap: 0 18px; font-size: 14.5px; }
.lanes .name { padding: 13px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; } .lanes .name a { color: inherit; font-weight: 600; text-decoration: none; } .lanes .name span { display: block; color: var(--soft); font-size: 13px; }
.lane { position: relative; border-top: 1px solid var(--line); min-height: 62px; }
.axis { position: relative; height: 24px; font-size: 12.5px; color: var(--soft); } .axis span { position: absolute; white-space: nowrap; padding-inline-start: 5px; border-inline-start: 1px solid var(--line); height: 24px; }
.lane i { position: absolute; } .lane .tick { top: 0; bottom: 0; width: 1px; background: var(--line); opacity: .6; }
.lane .wait { top: 30px; height: 3px; background: var(--line); border-radius: 2px; }
.lane .held { top: 25px; height: 13px; border-radius: 3px; background: repeating-linear-gradient(135deg, var(--amber) 0 2px, transparent 2px 6px); opacity: .75; min-width: 3px; }
.lane .sent { z-index: 1; top: 21px; width: 21px; height: 21px; margin-left: -10px; border-radius: 50%; background: var(--leaf); color: var(--on-leaf); font: 600 12px/21px -apple-system, 'Segoe UI', Roboto, Arial, sans-serif; text-align: center; box-shadow: 0 0 0 2px var(--paper); }
.lane .did { top: 8px; width: 9px; height: 9px; margin-left: -4px; background: var(--ink); transform: rotate(45deg); border-radius: 1px; }
.lane .did.other { background: none; border: 1.5px solid var(--ink); }
.lane .over-at { top: 19px; width: 3px; height: 25px; background: var(--ink); border-radius: 2px; } .lane .over-at.exited { background: var(--red); } .lane .over-at.goal { background: var(--leaf); } .lane .over-at.open { background: none; border: 1.5px dashed var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: 6px 22px; margin-top: 16px; font-size: 13.5px; color: var(--soft); } .legend span { display: inline-flex; align-items: center; gap: 7px; } .legend .lane { all: unset; display: inline-block; position: relative; width: 22px; height: 21px; } .legend .lane i { position: absolute; left: 0; width: 21px; margin: 0; top: 4px; } .legend .lane .sent { top: 0; } .legend .lane .wait { top: 9px; } .legend .lane .did { width: 9px; left: 6px; top: 6px; } .legend .lane .over-at { width: 3px; left: 9px; top: 0; height: 20px; }

.who { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 12px 30px; align-items: flex-start; }
.sum { text-align: end; } .sum b { font-size: 22px; font-weight: 600; display: block; font-variant-numeric: tabular-nums; }
.days { list-style: none; margin: 24px 0 0; padding: 0; } .days > li { display: grid; grid-template-columns: 128px 20px minmax(0, 1fr); gap: 0 14px; }
.days time { color: var(--soft); font-size: 14px; text-align: end; padding-top: 2px; font-variant-numeric: tabular-nums; line-height: 1.35; } .days time b { display: block; color: var(--ink); font-weight: 600; }
.days .rail { position: relative; } .days .rail::before { content: ''; position: absolute; inset: 0 auto 0 9px; width: 2px; background: var(--line); } .days > li:last-child .rail::before { bottom: auto; height: 12px; }
.days .rail::after { content: ''; position: absolute; left: 5px; top: 8px; width: 10px; height: 10px; border-radius: 50%; background: var(--line); box-shadow: 0 0 0 3px var(--paper); }
.days .is-mail .rail::after { background: var(--leaf); left: 2px; width: 16px; height: 16px; top: 5px; } .days .is-held .rail::after { background: var(--amber); } .days .is-act .rail::after { background: var(--ink); border-radius: 1px; transform: rotate(45deg); } .days .is-score .rail::after { background: var(--ink); } .days .is-end .rail::after { background: var(--ink); border-radius: 2px; width: 12px; left: 4px; height: 12px; } .days .is-exited .rail::after { background: var(--red); } .days .is-goal .rail::after { background: var(--leaf); }
.what { padding-bottom: 18px; min-width: 0; } .what > p { overflow-wrap: anywhere; } .is-held .what > p:first-child { color: var(--amber); } .is-exited .what > p:first-child { color: var(--red); } .is-goal .what > p:first-child { color: var(--leaf); } .is-end .what > p:first-child { font-weight: 600; }
.mailcard { border: 1px solid var(--line); border-radius: 12px; padding: 16px; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 20px; background: var(--paper); } .mailcard h4 { margin: 0; font-size: 18px; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; } .mailcard .pre { color: var(--soft); overflow-wrap: anywhere; margin-top: 2px; } .mailcard details { grid-column: 1 / -1; margin-top: 10px; } .mailcard .tags { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 12px; }
.thumb { display: block; width: 150px; height: 190px; overflow: hidden; border-radius: 8px; border: 1px solid var(--line); background: #fff; } .thumb .mail { width: 375px; height: 475px; border: 0; transform: scale(.4); transform-origin: 0 0; pointer-events: none; max-width: none; }
.foot { color: var(--soft); font-size: 14px; margin-top: 34px; max-width: 76ch; }
@media (max-width: 760px) {
  main { padding: 24px 14px 60px; } h1 { font-size: 30px; } .card { padding: 18px 16px; } .lanes { grid-template-columns: 1fr; } .lanes .name { border-top: 1px solid var(--line); padding: 10px 0 0; } .lane { border-top: 0; } .lanes .corner { display: none; }
  .days > li { grid-template-columns: 18px minmax(0, 1fr); gap: 0 8px; } .days time { grid-column: 2; text-align: start; } .days time b { display: inline; } .days .rail { grid-row: 1 / span 2; grid-column: 1; } .days .what { grid-column: 2; } .sum { text-align: start; } .mailcard { grid-template-columns: minmax(0, 1fr); } .thumb { display: none; } .inbox th { width: 7em; }
}
@media print { body { background: #fff; } .card { box-shadow: none; break-inside: avoid-page; } .switch, nav { display: none; } }
`
