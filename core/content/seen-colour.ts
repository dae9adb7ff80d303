import { colord, extend, type RgbaColor } from 'colord'
import names from 'colord/plugins/names'
import { contrastOf } from './contrast.ts'

extend([names])

/** A colour as it lies on others: parts from 0 to 255, and how much of it is opaque. */
export type Colour = RgbaColor

/** Reads a colour as CSS writes it (`#1b2420`, `rgb(27 36 32 / 50%)`, `teal`); undefined for what is none. */
export function colourOf(text: string): Colour | undefined {
  const colour = colord(text.trim())
  return colour.isValid() ? colour.toRgb() : undefined
}

/** What is seen of a colour that lets through what lies behind it. */
export function over(front: Colour, behind: Colour): Colour {
  const mixed = (part: 'r' | 'g' | 'b') => front[part] * front.a + behind[part] * (1 - front.a)
  return { r: mixed('r'), g: mixed('g'), b: mixed('b'), a: 1 }
}

/** A colour of which nothing shines through, as `#rrggbb`. */
export function hexOf({ r, g, b }: Colour): string {
  return colord({ r: Math.round(r), g: Math.round(g), b: Math.round(b), a: 1 }).toHex()
}

/** The colour nearest to this one that has the contrast on this ground, towards black or white, whichever differs more from the ground. */
export function readableOn(ground: Colour, colour: Colour, contrast: number): string {
  const end = contrastOf('#000000', hexOf(ground)) > contrastOf('#ffffff', hexOf(ground)) ? 0 : 255
  for (let share = 0; share < 1; share += 0.02) {
    const hex = hexOf(over({ r: end, g: end, b: end, a: share }, colour))
    if (contrastOf(hex, hexOf(ground)) >= contrast) return hex
  }
  return end === 0 ? '#000000' : '#ffffff'
}
