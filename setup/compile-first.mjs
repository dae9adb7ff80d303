// Runs when the packages are installed: what Node makes of the sources of `ripen check` is kept from then on, so that nobody's first one has to wait for it.
import { spawnSync } from 'node:child_process'

spawnSync(process.execPath, ['cli/ripen.mjs', 'check', 'templates', '--no-github'], { stdio: 'ignore' })
