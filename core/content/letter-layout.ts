import type { EmailClass } from './compiled-email.ts'
import { directionOf } from './direction.ts'
import type { LetterPart } from './letter-parts.ts'
import { fontsOf, letterCss, light } from './letter-style.ts'
import { letterWords } from './letter-words.ts'

export interface Letter {
  readonly class: EmailClass
  readonly locale: string
  /** HTML with Liquid in it, as the next one. */
  readonly title: string
  readonly preheader: string
  readonly parts: readonly LetterPart[]
}

/** Keeps what follows the preheader out of the inbox's one line of preview. */
export const preheaderTail = '&#847;&zwnj;&nbsp;'.repeat(80)

/** A letter in the shared layout, as MJML: the company's name on top, the letter on paper, and below it why one gets it and how to get no more. */
export function letterMjml(letter: Letter): string {
  const direction = directionOf(letter.locale)
  const fonts = fontsOf(direction)
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
<mj-text align="${start}" color="${light.ink}" font-size="${direction === 'rtl' ? '16px' : '17px'}" line-height="${direction === 'rtl' ? '1.9' : '1.6'}" padding="0" />
</mj-attributes>
<mj-style>${letterCss}</mj-style>
</mj-head>
<mj-body width="600px" background-color="${light.ground}" css-class="ground">
<mj-section css-class="margin" padding="32px 45px 18px"><mj-column>
<mj-text css-class="ink" font-size="17px" line-height="36px">${brandLine(letter.class, start)}</mj-text>
</mj-column></mj-section>
<mj-wrapper css-class="card" background-color="${light.paper}" border="1px solid ${light.line}" border-top="4px solid ${light.leaf}" border-radius="14px" padding="40px 44px 30px">
<mj-section><mj-column>
${letter.parts.map((part) => partMjml(part, start)).join('\n')}
</mj-column></mj-section>
</mj-wrapper>
<mj-section css-class="margin" padding="22px 45px 44px"><mj-column>
<mj-text css-class="soft" color="${light.soft}" font-size="13px" line-height="1.65">${footer(letter)}</mj-text>
</mj-column></mj-section>
</mj-body>
</mjml>`
}

/** The company's name beside its first letter on a leaf: a mark that needs no image, which half of the readers would not see. */
function brandLine(mail: EmailClass, start: 'left' | 'right'): string {
  const [initial, name] =
    mail === 'staff' ? ['R', 'Ripen'] : ['{{ brand.company | slice: 0 | upcase }}', '{{ brand.company }}']
  const shape = start === 'left' ? '10px 10px 10px 2px' : '10px 10px 2px 10px'
  const gap = start === 'left' ? 'margin-right' : 'margin-left'
  return `<span class="mark" aria-hidden="true" style="display:inline-block;width:36px;height:36px;line-height:36px;${gap}:12px;border-radius:${shape};background-color:${light.leaf};color:${light.onLeaf};text-align:center;font-weight:700;font-size:18px;vertical-align:middle;">${initial}</span><span class="ink" style="font-weight:600;color:${light.ink};vertical-align:middle;">${name}</span>`
}

function partMjml(part: LetterPart, start: 'left' | 'right'): string {
  switch (part.kind) {
    case 'text':
      return `<mj-text css-class="ink">${part.html}</mj-text>`
    case 'button':
      return `<mj-button css-class="button" align="${start}" href="${attribute(part.href)}" background-color="${light.leaf}" color="${light.onLeaf}" border-radius="10px" font-size="17px" font-weight="600" line-height="1.3" inner-padding="15px 28px" padding="8px 0 26px">${part.label}</mj-button>`
    case 'image':
      return `<mj-image src="${attribute(part.src)}" alt="${attribute(part.alt)}"${part.href ? ` href="${attribute(part.href)}"` : ''} border-radius="10px" padding="4px 0 22px" />`
    case 'rule':
      return `<mj-divider css-class="rule" border-width="1px" border-color="${light.line}" padding="8px 0 26px" />`
    case 'raw':
      return `<mj-raw>${part.text}</mj-raw>`
  }
}

function footer({ class: mail, locale }: Letter): string {
  const words = letterWords(locale)
  const link = (href: string, text: string) =>
    `<a class="soft" href="${href}" style="color:${light.soft};text-decoration:underline;text-underline-offset:2px;">${text}</a>`
  const paragraph = (html: string) => `<p class="soft" style="margin:0 0 10px;color:${light.soft};">${html}</p>`
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
