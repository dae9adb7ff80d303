import type { BrandLook } from './brand-look.ts'
import type { EmailClass } from './compiled-email.ts'
import { directionOf } from './direction.ts'
import type { LetterPart } from './letter-parts.ts'
import { fontsOf, letterCss } from './letter-style.ts'
import { letterWords } from './letter-words.ts'

export interface Letter {
  readonly class: EmailClass
  readonly locale: string
  /** HTML with Liquid in it, as the next one. */
  readonly title: string
  readonly preheader: string
  readonly parts: readonly LetterPart[]
  readonly look: BrandLook
}

/** Keeps what follows the preheader out of the inbox's one line of preview. */
export const preheaderTail = '&#847;&zwnj;&nbsp;'.repeat(80)

/** A letter in the shared layout, as MJML: the company's name on top, the letter on paper, and below it why one gets it and how to get no more. */
export function letterMjml(letter: Letter): string {
  const direction = directionOf(letter.locale)
  const { look } = letter
  const { colors } = look
  const fonts = fontsOf(look, direction)
  const start = direction === 'rtl' ? 'right' : 'left'
  const preview = letter.preheader === '' ? '' : `<mj-preview>${letter.preheader}${preheaderTail}</mj-preview>`
  return `<mjml lang="${letter.locale}" dir="${direction}">
<mj-head>
<mj-title>${letter.title}</mj-title>
${preview}
<mj-breakpoint width="520px" />
<mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"></mj-raw>
<mj-attributes>
<mj-all font-family="${fonts.body}" />
<mj-section direction="${direction}" padding="0" />
<mj-wrapper direction="${direction}" />
<mj-column direction="${direction}" padding="0" />
<mj-text ${textLook(start, colors)} />
</mj-attributes>
<mj-style>${letterCss(look)}</mj-style>
</mj-head>
<mj-body width="600px" background-color="${colors.ground}" css-class="ground">
<mj-section css-class="margin" padding="32px 45px 18px"><mj-column>
<mj-text css-class="ink" font-size="17px" line-height="36px">${brandLine(letter, start)}</mj-text>
</mj-column></mj-section>
<mj-wrapper css-class="card" background-color="${colors.paper}" border="1px solid ${colors.line}" border-top="4px solid ${colors.accent}" border-radius="14px" padding="40px 44px 30px">
<mj-section><mj-column>
${partsMjml(letter.parts, letter)}
</mj-column></mj-section>
</mj-wrapper>
<mj-section css-class="margin" padding="22px 45px 44px"><mj-column>
<mj-text css-class="soft" color="${colors.quiet}" font-size="13px" line-height="1.65">${footer(letter)}</mj-text>
</mj-column></mj-section>
</mj-body>
</mjml>`
}

/** Persian letters are larger than Latin ones, and want more room between the lines. */
function textLook(start: 'left' | 'right', colors: BrandLook['colors'], side = '0'): string {
  const [size, height] = start === 'right' ? ['16px', '1.9'] : ['17px', '1.6']
  return `align="${start}" color="${colors.text}" font-size="${size}" line-height="${height}" padding="${side === '0' ? side : `0 ${side}`}"`
}

/** The parts of a letter as MJML, for a column; `side`: how far they keep off its edges by themselves. */
export function partsMjml(
  parts: readonly LetterPart[],
  { locale, look }: Pick<Letter, 'locale' | 'look'>,
  side = '0',
): string {
  const start = directionOf(locale) === 'rtl' ? 'right' : 'left'
  return parts.map((part) => partMjml(part, start, look, side)).join('\n')
}

/** The company's logo; where it has none its name beside its first letter on a leaf: a mark that needs no image, which half of the readers would not see. */
function brandLine({ class: mail, look }: Letter, start: 'left' | 'right'): string {
  const { colors, logo } = look
  if (logo && mail !== 'staff') {
    const image = `<img src="${attribute(logo.src)}" alt="${attribute(logo.alt)}" width="${logo.width}" style="width:${logo.width}px;max-width:100%;height:auto;border:0;vertical-align:middle;" />`
    return logo.link ? `<a href="${attribute(logo.link)}" style="text-decoration:none;">${image}</a>` : image
  }
  const [initial, name] =
    mail === 'staff' ? ['R', 'Ripen'] : ['{{ brand.company | slice: 0 | upcase }}', '{{ brand.company }}']
  const shape = start === 'left' ? '10px 10px 10px 2px' : '10px 10px 2px 10px'
  const gap = start === 'left' ? 'margin-right' : 'margin-left'
  return `<span class="mark" aria-hidden="true" style="display:inline-block;width:36px;height:36px;line-height:36px;${gap}:12px;border-radius:${shape};background-color:${colors.accent};color:${colors['on-accent']};text-align:center;font-weight:700;font-size:18px;vertical-align:middle;">${initial}</span><span class="ink" style="font-weight:600;color:${colors.text};vertical-align:middle;">${name}</span>`
}

function partMjml(part: LetterPart, start: 'left' | 'right', { colors }: BrandLook, side: string): string {
  switch (part.kind) {
    case 'text':
      return `<mj-text css-class="ink" ${textLook(start, colors, side)}>${part.html}</mj-text>`
    case 'button':
      return `<mj-button css-class="button" align="${start}" href="${attribute(part.href)}" background-color="${colors.accent}" color="${colors['on-accent']}" border-radius="10px" font-size="17px" font-weight="600" line-height="1.3" inner-padding="15px 28px" padding="8px ${side} 26px">${part.label}</mj-button>`
    case 'image':
      return `<mj-image src="${attribute(part.src)}" alt="${attribute(part.alt)}"${part.href ? ` href="${attribute(part.href)}"` : ''} border-radius="10px" padding="4px ${side} 22px" />`
    case 'rule':
      return `<mj-divider css-class="rule" border-width="1px" border-color="${colors.line}" padding="8px ${side} 26px" />`
    case 'raw':
      return `<mj-raw>${part.text}</mj-raw>`
  }
}

function footer({ class: mail, locale, look: { colors } }: Letter): string {
  const words = letterWords(locale)
  const link = (href: string, text: string) =>
    `<a class="soft" href="${href}" style="color:${colors.quiet};text-decoration:underline;text-underline-offset:2px;">${text}</a>`
  const paragraph = (html: string) => `<p class="soft" style="margin:0 0 10px;color:${colors.quiet};">${html}</p>`
  const choices = `${link('{{ unsubscribeUrl }}', words.unsubscribe)} &nbsp;·&nbsp; ${link('{{ preferencesUrl }}', words.preferences)}`
  return [
    paragraph(words.why[mail]),
    ...(mail === 'marketing' ? [paragraph(choices)] : []),
    ...(mail === 'staff' ? [] : [paragraph('{{ brand.company }} · <span dir="auto">{{ brand.postalAddress }}</span>')]),
  ].join('')
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
