/** The six fields of an AWS cron expression, each with its name and range. */
const fields = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day-of-month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'day-of-week', from: 1, to: 7 },
  { name: 'year', from: 1970, to: 2199 },
] as const

/**
 * An AWS cron expression as croner's seven fields (seconds first). AWS starts a step anywhere (`5/20`), counts Sunday as 1 where croner has 0, and
 * wants `?` in exactly one of the two day fields. Throws RangeError that says what is wrong.
 */
export function cronerPattern(expression: string): string {
  const given = expression.trim().split(/\s+/)
  if (given.length !== fields.length)
    throw new RangeError('a cron expression has six fields: minutes hours day-of-month month day-of-week year')
  if ((given[2] === '?') === (given[4] === '?'))
    throw new RangeError('exactly one of day-of-month and day-of-week must be ?')
  const made = given.map((text, index) => {
    const field = fields[index]
    if (text === '?' || field === undefined) return '*'
    return text
      .split(',')
      .map((part) => fieldPart(part, field))
      .join(',')
  })
  return ['0', ...made].join(' ')
}

type Field = (typeof fields)[number]

function fieldPart(part: string, field: Field): string {
  const [range = '', step] = part.split('/')
  if (step !== undefined && !/^[1-9]\d*$/.test(step))
    throw new RangeError(`${field.name}: a step is a whole number, as in 0/15`)
  const isDay = field.name === 'day-of-week'
  // Alone, L is the last day of the week.
  if (isDay && range === 'L') return '6'
  const shifted = isDay ? range.replace(/(?<![#\d])\d+/g, (day) => String(weekday(day))) : range
  for (const number of range.match(/\d+/g) ?? [])
    if (!isDay && (Number(number) < field.from || Number(number) > field.to))
      throw new RangeError(`${field.name}: ${number} is not between ${field.from} and ${field.to}`)
  if (step === undefined) return shifted
  const last = isDay ? 6 : field.to
  return /^\d+$/.test(shifted) ? `${shifted}-${last}/${step}` : `${shifted}/${step}`
}

function weekday(day: string): number {
  const number = Number(day)
  if (number < 1 || number > 7) throw new RangeError(`day-of-week: ${day} is not between 1 (Sunday) and 7`)
  return number - 1
}
