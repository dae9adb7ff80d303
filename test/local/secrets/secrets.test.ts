import { describe, expect, it } from 'vitest'
import { Secrets } from '../../../local/secrets/secrets.ts'
import { anEngineRoom, type EngineRoom } from '../an-engine-room.ts'

const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:identity-abcdef'

function secretsOf(room: EngineRoom) {
  const secrets = new Secrets({ journal: room.journal, clock: room.clock })
  const call = (operation: string, SecretId: string) =>
    secrets.operations[`secretsmanager.${operation}`]?.({ SecretId }) as Promise<Record<string, unknown>>
  return { secrets, call }
}

describe('secrets', () => {
  it('are drawn once for a data folder, of letters and digits', async () => {
    const room = anEngineRoom()
    const first = secretsOf(room)
    first.secrets.add({ arn, generatedLength: 64 })
    const { SecretString } = await first.call('GetSecretValue', arn)
    expect(SecretString).toMatch(/^[A-Za-z0-9]{64}$/)
    room.kill()
    const second = secretsOf(anEngineRoom({ folder: room.folder }))
    second.secrets.add({ arn, generatedLength: 64 })
    expect(await second.call('GetSecretValue', arn)).toMatchObject({ SecretString })
  })

  it('differ from one data folder to another', async () => {
    const values = await Promise.all(
      [1, 2].map(async () => {
        const { secrets, call } = secretsOf(anEngineRoom())
        secrets.add({ arn, generatedLength: 32 })
        return (await call('GetSecretValue', arn)).SecretString
      }),
    )
    expect(values[0]).not.toBe(values[1])
  })

  it('are found by ARN, by ARN without its ending, and by name', async () => {
    const { secrets, call } = secretsOf(anEngineRoom())
    secrets.add({ arn, value: 'known' })
    for (const id of [arn, arn.slice(0, -7), 'identity'])
      expect(await call('GetSecretValue', id)).toMatchObject({ ARN: arn, Name: 'identity', SecretString: 'known' })
    await expect(call('GetSecretValue', 'other')).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })

  it('are described without being told', async () => {
    const { secrets, call } = secretsOf(anEngineRoom())
    secrets.add({ arn, value: 'known' })
    const described = await call('DescribeSecret', arn)
    expect(described).toMatchObject({ ARN: arn, Name: 'identity' })
    expect(JSON.stringify(described)).not.toContain('known')
  })
})
