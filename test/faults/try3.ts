import { pairOf } from './pairs.ts'
import { inWords, tried } from './run.ts'
const [seed, from, to] = process.argv.slice(2).map(Number)
const byRule = new Map<string, string[]>()
let hits = 0
for (let n = from!; n < to!; n++) {
  const trial = await pairOf(seed!, n)
  const r = await tried(trial).catch((e) => { console.log('THROWN', n, e); return undefined })
  if (!r) continue
  hits += r.hits.length
  for (const b of r.broken) {
    const k = b.replace(/[a-z2-7]{32}/g, '<id>').replace(/2026\S+Z/g, '<t>').slice(0, 400)
    byRule.set(k, [...(byRule.get(k) ?? []), n + ' ' + inWords(trial, r.hits)])
  }
}
console.log('hits', hits)
for (const [k, v] of byRule) console.log('\n##', v.length, k, '\n  ', v.slice(0, 6).join('\n   '))
