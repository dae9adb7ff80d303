/** Languages that are written from right to left. */
export function directionOf(locale: string): 'rtl' | 'ltr' {
  return /^(ar|fa|he|ur|ps|ckb|yi|dv|ug|sd)\b/i.test(locale) ? 'rtl' : 'ltr'
}
