import { OpenElements } from './open-elements.ts'
import { type Attribute, scanHtml, voidElements } from './scan-html.ts'

/** As wide as MJML's own text keeps off the edge of its column. */
export const ownRoom = '25px'

/**
 * How far the parts of a letter keep off the edges of the column that a layout puts them in: not at all where the layout leaves room there (or says that it
 * wants none: `padding="0"` on the column); as far as MJML's own text where it says nothing, since the letter would touch the edge of a telephone.
 * `before`: the layout up to the letter.
 */
export function roomFor(before: string): '0' | typeof ownRoom {
  const elements = new OpenElements<{ name: string; attributes: readonly Attribute[] }>()
  for (const token of scanHtml(before)) {
    if (token.kind === 'open') {
      const isDefault = () => elements.all.some(({ name }) => name === 'mj-attributes')
      if (leavesRoom(token.name, token.attributes) && isDefault()) return '0'
      if (!token.selfClosing && !voidElements.has(token.name)) elements.open(token)
    }
    if (token.kind === 'close') elements.close(token.name)
  }
  return elements.all.some(({ name, attributes }) => leavesRoom(name, attributes)) ? '0' : ownRoom
}

function leavesRoom(name: string, attributes: readonly Attribute[]): boolean {
  const padded = attributes.filter((one) => /^padding(-left|-right)?$/.test(one.name))
  if (name === 'mj-column' || name === 'mj-hero' || name === 'mj-all') {
    return padded.length > 0 || attributes.some((one) => one.name === 'mj-class')
  }
  if (name !== 'mj-section' && name !== 'mj-wrapper' && name !== 'mj-body') return false
  return padded.some((one) => sidesOf(one).some((side) => Number.parseFloat(side) > 0))
}

/** The left and right of a padding as CSS reads it: one value, two, three or four. */
function sidesOf({ name, value }: Attribute): string[] {
  const [top = '0', right = top, , left = right] = value.trim().split(/\s+/)
  return name === 'padding' ? [left, right] : [top]
}
