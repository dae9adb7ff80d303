import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes `expected.json` anew by the scikit-learn that `requirements.txt` pins, in an environment of its own (`npm run test:sklearn`, which then compares). Needs Python 3.11 or later
 * and the package registry; `npm test` needs neither, since the file is kept.
 */
const root = join(import.meta.dirname, '../..')
const home = join(root, '.cache/sklearn')
const requirements = join(import.meta.dirname, 'requirements.txt')
const file = join(import.meta.dirname, 'expected.json')

install()
const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
writeFileSync(file, run(join(home, 'bin/python'), [join(import.meta.dirname, 'expected.py')], 'scikit-learn failed'))
run(join(root, 'node_modules/.bin/biome'), ['format', '--write', file], 'the file could not be formatted')
const made = readFileSync(file, 'utf8')
const { madeWith } = JSON.parse(made) as { madeWith: Record<string, string> }
const versions = Object.entries(madeWith).map((one) => one.join(' '))
console.log(
  `${versions.join(', ')}: ${made === before ? 'the same as before' : 'not the same as before: see git diff'}`,
)

function install(): void {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const mark = join(home, 'installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  console.log(
    'Installing scikit-learn into .cache/sklearn (pinned in test/sklearn/requirements.txt); this happens once …',
  )
  mkdirSync(join(root, '.cache'), { recursive: true })
  run('python3', ['-m', 'venv', '--clear', home], 'Python 3.11 or later with venv is needed')
  const pip = ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]
  run(join(home, 'bin/pip'), pip, 'the packages of test/sklearn/requirements.txt could not be installed')
  writeFileSync(mark, wanted)
}

function run(command: string, args: string[], otherwise: string): string {
  const { status, stdout } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  if (status !== 0) throw new Error(otherwise)
  return stdout
}
