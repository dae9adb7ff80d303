import { DescribeSecretCommand, ResourceNotFoundException } from '@aws-sdk/client-secrets-manager'
import { secretsManager } from './secrets.ts'

/** Is this secret there and not about to be deleted? It is not read. */
export async function isSecretThere(id: string): Promise<boolean> {
  try {
    const { DeletedDate } = await secretsManager.send(new DescribeSecretCommand({ SecretId: id }))
    return DeletedDate === undefined
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}
