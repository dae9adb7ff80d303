/** The colours of the letter, light and dark; the same as on the pages that Ripen serves to people. */
export const light = {
  ground: '#eef1ec',
  paper: '#ffffff',
  ink: '#1b2420',
  soft: '#5b6963',
  line: '#d9e0da',
  leaf: '#1f6f4a',
  onLeaf: '#ffffff',
  chip: '#f0f4f0',
} as const

const dark: Record<keyof typeof light, string> = {
  ground: '#101412',
  paper: '#1a201d',
  ink: '#e8ede9',
  soft: '#9dada4',
  line: '#35403a',
  leaf: '#7fd0a6',
  onLeaf: '#0e2317',
  chip: '#242c28',
}

const latin = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
const serif = "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'Times New Roman', serif"
const arabic = "Vazirmatn, 'Noto Sans Arabic', Tahoma, 'Segoe UI', sans-serif"

/** Fonts that are there already: a mail loads none, since that would tell when it is read. */
export function fontsOf(direction: 'ltr' | 'rtl'): { body: string; heading: string } {
  return direction === 'rtl' ? { body: arabic, heading: arabic } : { body: latin, heading: serif }
}

/** Lists are numbered with the language's own digits; a program that does not know them keeps the style before. */
export function numbersOf(locale: string): string {
  return /^fa\b/i.test(locale) ? 'list-style-type:decimal;list-style-type:persian;' : ''
}

/** What mail programs that know media queries do with the letter: dark colours where people want them, less margin on a narrow screen. */
export const letterCss = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { color: inherit; }
.button table, .button td, .button a { border-radius: 10px !important; }
${darkRules((rule) => rule, '@media (prefers-color-scheme: dark) {', '}')}
${darkRules((rule) => `[data-ogsc] ${rule}`, '', '')}
@media only screen and (max-width: 519px) {
  .card, .card > table, .card > table > tbody > tr > td { border-radius: 0 !important; }
  .card > table > tbody > tr > td { padding: 28px 22px 24px !important; border-left: 0 !important; border-right: 0 !important; }
  .margin > table > tbody > tr > td { padding-left: 22px !important; padding-right: 22px !important; }
  .h1 { font-size: 25px !important; }
  .button table { width: 100% !important; }
  .button a { display: block !important; text-align: center !important; }
}
`

/** Colours that stand in the HTML itself are given again by class, since programs that darken a mail by themselves do it badly. */
function darkRules(select: (rule: string) => string, before: string, after: string): string {
  const rules = [
    ['body, .ground, .ground > div', `background-color: ${dark.ground} !important`],
    ['.card, .card > table', `background: ${dark.paper} !important; background-color: ${dark.paper} !important`],
    [
      '.card > table > tbody > tr > td',
      `border-color: ${dark.line} !important; border-top-color: ${dark.leaf} !important`,
    ],
    ['.ink, .ink > div', `color: ${dark.ink} !important`],
    ['.soft, .soft > div', `color: ${dark.soft} !important`],
    ['.leaf', `color: ${dark.leaf} !important`],
    ['.rule p', `border-top-color: ${dark.line} !important`],
    ['.line', `border-color: ${dark.line} !important`],
    ['.quote', `border-color: ${dark.leaf} !important; color: ${dark.soft} !important`],
    ['.chip', `background-color: ${dark.chip} !important; color: ${dark.ink} !important`],
    ['.mark', `background-color: ${dark.leaf} !important; color: ${dark.onLeaf} !important`],
    [
      '.button td, .button a',
      `background: ${dark.leaf} !important; background-color: ${dark.leaf} !important; color: ${dark.onLeaf} !important`,
    ],
  ] as const
  const text = rules
    .map(([selectors, style]) => `  ${selectors.split(', ').map(select).join(', ')} { ${style}; }`)
    .join('\n')
  return [before, text, after].filter(Boolean).join('\n')
}
