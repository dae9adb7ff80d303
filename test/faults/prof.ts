import { World } from './world.ts'
import { People } from './person.ts'
const u0 = process.cpuUsage()
for (let i = 0; i < 60; i++) {
  const world = new World()
  await new People(world, 'withdraws-late').play()
  world.stop()
  if (i == 9) process.cpuUsage(u0)
}
const u = process.cpuUsage(u0)
console.log('cpu ms per run', (u.user + u.system) / 1000 / 60)
