// How long `ripen backtest` takes on 100,000 leads and what they did, as somebody waits for it: with the start of Node. `npm run bench:backtest`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { csvLine } from '../core/lists/csv-line.ts'
import { seeded } from '../core/seeded.ts'
import { conclude, figure, median, rounded, roundsAsked } from './harness.ts'

/** What was promised. */
const withinSeconds = 60
const leads = 100_000
const actsEach = 10

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'ripen-backtest-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
await writeLists()

const given = [
  ...['backtest', 'b2b', '--leads', join(folder, 'leads.csv'), '--outcome', 'won'],
  ...['--mapping', join(folder, 'mapping.yaml'), '--json'],
]
const activities = ['--activities', join(folder, 'activities.csv')]
const runs = {
  [`${leads} leads`]: given,
  [`with ${leads * actsEach} activities`]: [...given, ...activities],
  'and a second model, with a page': [
    ...[...given, ...activities, '--compare', 'examples/b2b-sales.yaml'],
    ...['--html', join(folder, 'report.html')],
  ],
}
const table: Record<string, { 'median s': number; 'least s': number; 'least s of CPU': number; 'most MB': number }> = {}
for (const [name, args] of Object.entries(runs)) {
  const rounds: Run[] = []
  for (let round = 0; round < roundsAsked(3); round += 1) rounds.push(await run(args))
  const seconds = rounds.map((one) => one.seconds)
  const most = Math.max(...rounds.map(({ megabytes }) => megabytes))
  table[name] = {
    'median s': rounded(median(seconds)),
    'least s': rounded(Math.min(...seconds)),
    'least s of CPU': rounded(Math.min(...rounds.map((one) => one.cpuSeconds))),
    'most MB': rounded(most),
  }
}
conclude(
  'backtest',
  table,
  Object.entries(table).map(([name, one]) =>
    figure(`ripen backtest, ${name}, s`, one['median s'], 'at most', withinSeconds),
  ),
)

interface Run {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly megabytes: number
}

async function run(args: readonly string[]): Promise<Run> {
  const began = performance.now()
  const child = spawn(process.execPath, ['cli/ripen.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let [megabytes, cpuSeconds] = [0, 0]
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, mostMegabytes(child.pid))
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid))
  }, 100)
  const [code] = await once(child, 'exit')
  clearInterval(watch)
  if (code !== 0) throw new Error(`the backtest ended with code ${code}`)
  return { seconds: (performance.now() - began) / 1_000, cpuSeconds, megabytes }
}

/** The most memory that a process had so far, as Linux tells it; 0 elsewhere. */
function mostMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1_024
  } catch {
    return 0
  }
}

/** The time that both cores worked for a process so far, in s, as Linux tells it in hundredths; 0 elsewhere. Unlike the time on the clock it hangs little on what else runs. */
function cpuSecondsOf(pid: number | undefined): number {
  try {
    const [user = '0', system = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11)
    return (Number(user) + Number(system)) / 100
  } catch {
    return 0
  }
}

/** A list of three years; which leads are won hangs on fit and acts, and on chance. */
async function writeLists(): Promise<void> {
  const random = seeded(7)
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value
  const people = createWriteStream(join(folder, 'leads.csv'))
  const acts = createWriteStream(join(folder, 'activities.csv'))
  createWriteStream(join(folder, 'mapping.yaml')).end(`lead: id
came: came
fields: { jobTitle: title, industry: industry, companySize: size, country: country, budget: budget, timeline: timeline }
outcome: { at: decided }
`)
  people.write('id,title,industry,size,country,budget,timeline,came,won,decided\n')
  acts.write('lead,type,at,form,path\n')
  for (let n = 0; n < leads; n += 1) {
    const cameMs = Date.UTC(2023, 0, 1) + Math.floor(random() * 1_095 * 86_400_000)
    const isDecider = random() < 0.3
    const isWon = random() < (isDecider ? 0.12 : 0.03)
    const cells = [
      `L${n}`,
      isDecider ? 'Head of Supply Chain' : pick(['Inventory Manager', 'Buyer', 'Student', 'Consultant']),
      pick(['retail', 'manufacturing', 'wholesale', 'services']),
      pick(['1-49', '50-249', '250-999', '1000+']),
      pick(['DE', 'AT', 'US', 'IN']),
      pick(['', '', 'under-20k', '20k-100k']),
      pick(['', 'this-quarter', 'this-year', 'later']),
    ]
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
    const decided = day(cameMs + (10 + random() * 90) * 86_400_000)
    const line = csvLine([...cells, day(cameMs), isWon ? 'yes' : 'no', decided])
    if (!people.write(line)) await once(people, 'drain')
    const lines = Array.from({ length: actsEach }, (_, index) => {
      const type =
        index === 0 ? 'form-submitted' : pick(['email-clicked', 'email-clicked', 'page-visited', 'content-downloaded'])
      const at = new Date(cameMs + index * random() * 5 * 86_400_000).toISOString()
      return csvLine([`L${n}`, type, at, index === 0 ? 'white-paper' : '', type === 'page-visited' ? '/pricing' : ''])
    })
    if (!acts.write(lines.join(''))) await once(acts, 'drain')
  }
  await Promise.all([people, acts].map((stream) => new Promise<void>((resolve) => stream.end(resolve))))
}
