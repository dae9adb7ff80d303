import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

describe('what the users of Ripen fixed', () => {
  it.each([
    'infra',
    'functions',
    'workflows',
    'templates',
    'test',
    'cdk.json',
    'package.json',
    'tsconfig.json',
    'README.md',
  ])('%s is there', (name) => {
    expect(existsSync(join(root, name))).toBe(true)
  })

  it.each([
    ['aws-cdk-lib', 'infra'],
    ['@aws-sdk/client-dynamodb', 'functions'],
    ['@aws-sdk/client-sesv2', 'functions'],
    ['@aws-sdk/client-eventbridge', 'functions'],
    ['@middy/core', 'functions'],
    ['zod', 'core'],
    ['vitest', 'test'],
    ['aws-sdk-client-mock', 'test'],
  ])('%s is installed and used in %s/', (name, folder) => {
    expect({ ...manifest.dependencies, ...manifest.devDependencies }).toHaveProperty([name])
    const users = globSync(`${folder}/**/*.ts`, { cwd: root }).filter((path) =>
      readFileSync(join(root, path), 'utf8').includes(`from '${name}`),
    )
    expect(users.length).toBeGreaterThan(0)
  })
})
