import { World } from './world.ts'
import { People } from './person.ts'
const w = new World()
await new People(w, 'withdraws-late').play()
const by: Record<string, number> = {}
for (const c of w.faults.calls) by[`${c.by} ${c.name}`] = (by[`${c.by} ${c.name}`] ?? 0) + 1
console.log(by)
console.log(w.table.everything().filter((i) => String(i.pk).startsWith('LEAD')).map((i) => i.sk + ' ' + (i.state ?? i.type ?? '')).join('\n'))
console.log(w.queues.dead.map(d => d.slice(0, 200)))
