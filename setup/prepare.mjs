// Runs before every other command, on whatever Node (20 or later) is there: installs what is missing, which brings the project's own Node 24.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const installed = 'node_modules/.package-lock.json'
const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  console.error(`Ripen needs Node 20 or later to set itself up; this is ${process.versions.node}.`)
  process.exit(1)
}

if (!isInstalled()) {
  console.log('Installing the packages of package-lock.json (npm ci); this happens once …')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) {
    console.error('npm ci did not succeed: see above. Ripen needs the npm registry once, to install.')
    process.exit(npm.status ?? 1)
  }
}

/** Are the packages there, in the versions that the lock file names? */
function isInstalled() {
  if (!existsSync(installed) || !existsSync('node_modules/.bin/node')) return false
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const found = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || found[path]?.version === version,
  )
}
