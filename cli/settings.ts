import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import * as z from 'zod'

/** A sign-in at one API: what `ripen login` keeps. */
export const session = z.object({
  signIn: z.string(),
  clientId: z.string(),
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** In ms since the epoch. */
  expiresAt: z.number(),
})
export type Session = z.infer<typeof session>

const settings = z.object({ current: z.string().optional(), sessions: z.record(z.string(), session).default({}) })
type Settings = z.infer<typeof settings>

/** The file that only this user reads. */
export function settingsFile(): string {
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'ripen', 'sessions.json')
}

export function readSettings(): Settings {
  const file = settingsFile()
  if (!existsSync(file)) return { sessions: {} }
  const parsed = settings.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file} is not readable as sessions of ripen: delete it and sign in again`)
  return parsed.data
}

export function keepSession(api: string, made: Session): void {
  const file = settingsFile()
  const before = readSettings()
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const kept: Settings = { current: api, sessions: { ...before.sessions, [api]: made } }
  writeFileSync(file, JSON.stringify(kept, null, 2), { mode: 0o600 })
}
