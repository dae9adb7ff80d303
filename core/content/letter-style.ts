import type { BrandLook } from './brand-look.ts'

/** Fonts that are there already: a mail loads none, since that would tell when it is read. */
export function fontsOf({ fonts }: BrandLook, direction: 'ltr' | 'rtl'): { body: string; heading: string } {
  const both = fonts['right-to-left']
  return direction === 'rtl' ? { body: both, heading: both } : { body: fonts.text, heading: fonts.headings }
}

/** Lists are numbered with the language's own digits; a program that does not know them keeps the style before. */
export function numbersOf(locale: string): string {
  return /^fa\b/i.test(locale) ? 'list-style-type:decimal;list-style-type:persian;' : ''
}

/** What mail programs that know media queries do with the letter: dark colours where people want them, less margin on a narrow screen. */
export function letterCss(look: BrandLook): string {
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { color: inherit; }
.button table, .button td, .button a { border-radius: 10px !important; }
${darkRules(look, (rule) => rule, '@media (prefers-color-scheme: dark) {', '}')}
${darkRules(look, (rule) => `[data-ogsc] ${rule}`, '', '')}
@media only screen and (max-width: 519px) {
  .card, .card > table, .card > table > tbody > tr > td { border-radius: 0 !important; }
  .card > table > tbody > tr > td { padding: 28px 22px 24px !important; border-left: 0 !important; border-right: 0 !important; }
  .margin > table > tbody > tr > td { padding-left: 22px !important; padding-right: 22px !important; }
  .h1 { font-size: 25px !important; }
  .button table { width: 100% !important; }
  .button a { display: block !important; text-align: center !important; }
}
`
}

/** Colours that stand in the HTML itself are given again by class, since programs that darken a mail by themselves do it badly. */
function darkRules({ dark }: BrandLook, select: (rule: string) => string, before: string, after: string): string {
  const rules = [
    ['body, .ground, .ground > div', `background-color: ${dark.ground} !important`],
    ['.card, .card > table', `background: ${dark.paper} !important; background-color: ${dark.paper} !important`],
    [
      '.card > table > tbody > tr > td',
      `border-color: ${dark.line} !important; border-top-color: ${dark.accent} !important`,
    ],
    ['.ink, .ink > div', `color: ${dark.text} !important`],
    ['.soft, .soft > div', `color: ${dark.quiet} !important`],
    ['.leaf', `color: ${dark.accent} !important`],
    ['.rule p', `border-top-color: ${dark.line} !important`],
    ['.line', `border-color: ${dark.line} !important`],
    ['.quote', `border-color: ${dark.accent} !important; color: ${dark.quiet} !important`],
    ['.chip', `background-color: ${dark.tint} !important; color: ${dark.text} !important`],
    ['.mark', `background-color: ${dark.accent} !important; color: ${dark['on-accent']} !important`],
    [
      '.button td, .button a',
      `background: ${dark.accent} !important; background-color: ${dark.accent} !important; color: ${dark['on-accent']} !important`,
    ],
  ] as const
  const text = rules
    .map(([selectors, style]) => `  ${selectors.split(', ').map(select).join(', ')} { ${style}; }`)
    .join('\n')
  return [before, text, after].filter(Boolean).join('\n')
}
