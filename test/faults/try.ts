import { singlesOf } from './singles.ts'
import { storyNames as stories } from './stories.ts'
import { inWords, tried, undisturbedRun } from './run.ts'
const only = process.argv[2]?.split(',')
const byRule = new Map<string, string[]>()
let runs = 0
for (const story of stories) {
  if (only && !only.includes(story)) continue
  const base = await undisturbedRun(story)
  const trials = await singlesOf(story)
  console.log(story, base.calls.length, base.broken, trials.length)
  for (const trial of trials) {
      let r
      try { r = await tried(trial) } catch (e) { console.log('THROWN', trial, e); continue }
      runs++
      for (const b of r.broken) {
        const k = b.replace(/[a-z2-7]{32}/g, '<id>').replace(/2026\S+Z/g, '<t>').slice(0, 300)
        byRule.set(k, [...(byRule.get(k) ?? []), inWords(trial, r.hits)])
      }
  }
}
console.log(runs, 'runs', process.cpuUsage().user / 1e6)
for (const [k, v] of byRule) console.log('\n##', v.length, k, '\n  ', v.slice(0, 6).join('\n   '))
