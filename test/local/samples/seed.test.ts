import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../../local/journal.ts'
import { plant, seedOf } from '../../../local/samples/seed.ts'
import { UserPool } from '../../../local/staff/user-pool.ts'
import { aDataFolder } from '../../fixtures/a-data-folder.ts'
import { anEngineRoom } from '../an-engine-room.ts'

const published = { contents: 2, staff: 1, problems: [] }
const pool = { pools: [{ id: 'pool', issuer: 'http://x', emailIsAlias: true }], groups: [], clients: [], domains: [] }

/** A publication that makes one user and one table file, and counts how often it was needed. */
function aPublication() {
  const runs: string[] = []
  const publish = async (data: string) => {
    runs.push(data)
    const journal = openJournal(data)
    const { clock } = anEngineRoom()
    const users = new UserPool({ journal, clock, settings: pool })
    await users.operations['AWSCognitoIdentityProviderService.AdminCreateUser']?.({
      UserPoolId: 'pool',
      Username: 'anna',
    })
    journal.exec('CREATE TABLE custom_resources (logical_id TEXT PRIMARY KEY, physical_id TEXT, properties TEXT)')
    journal.keepSetting('issuer.key', 'of the seed')
    journal.close()
    mkdirSync(join(data, 'tables'))
    writeFileSync(join(data, 'tables', '000001.ldb'), 'items')
    mkdirSync(join(data, 'buckets', 'files'), { recursive: true })
    writeFileSync(join(data, 'buckets', 'files', 'paper'), '%PDF-')
    return published
  }
  return { runs, publish }
}

describe('a seed', () => {
  it('is made once of the same, and anew of other samples', async () => {
    const folder = aDataFolder()
    const templates = join(folder, 'templates')
    mkdirSync(templates)
    writeFileSync(join(templates, 'funnel.yaml'), 'id: funnel')
    const { runs, publish } = aPublication()
    const make = () => seedOf({ folder: join(folder, 'seeds'), madeOf: [templates], publish })
    expect(await make()).toMatchObject({ published })
    await make()
    expect(runs).toHaveLength(1)
    writeFileSync(join(templates, 'funnel.yaml'), 'id: other')
    await make()
    expect(runs).toHaveLength(2)
  })

  it('is the same for two that make it at the same time', async () => {
    const folder = join(aDataFolder(), 'seeds')
    const [one, other] = [aPublication(), aPublication()]
    const make = (publish: typeof one.publish) => seedOf({ folder, madeOf: [], publish })
    const first = await make(async (data) => {
      const made = await one.publish(data)
      await make(other.publish)
      return made
    })
    expect(first).toEqual(await make(one.publish))
    expect([one.runs, other.runs].map(({ length }) => length)).toEqual([1, 1])
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('gives an empty data folder its items, files and staff, but neither keys nor clock', async () => {
    const { publish } = aPublication()
    const seed = await seedOf({ folder: aDataFolder(), madeOf: [], publish })
    const { journal, folder, clock } = anEngineRoom()
    plant(seed, folder, journal)
    // As after a crash in the middle of it.
    plant(seed, folder, journal)
    expect(readdirSync(join(folder, 'tables'))).toEqual(['000001.ldb'])
    expect(readdirSync(join(folder, 'buckets', 'files'))).toEqual(['paper'])
    expect(new UserPool({ journal, clock, settings: pool }).find('anna')).toMatchObject({ username: 'anna' })
    expect(journal.setting('issuer.key')).toBeUndefined()
  })
})
