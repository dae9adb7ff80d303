import { durationMs } from '../../core/duration.ts'
import type { Role } from '../../core/route.ts'
import type { Folder } from './publish.ts'

/** A mail as a person finds it. */
export interface StoryMail {
  readonly messageId: string
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

/** What SES would report of a mail. */
export interface Report {
  readonly type: 'click' | 'open' | 'bounce' | 'complaint' | 'delivery'
  readonly link?: string
  readonly bounceType?: 'Permanent' | 'Transient'
}

/** Where a story is played: the embedded run or a deployed stack. Stories know nothing else of it. */
export interface Target {
  readonly name: 'local' | 'ministack' | 'aws'
  readonly url: string
  /** Calls the API as anybody would. */
  call(path: string, init?: RequestInit): Promise<Response>
  /** A token of staff with this role. */
  token(role: Role): Promise<string>
  /** Mails to this address so far, oldest first. */
  mails(to: string): Promise<StoryMail[]>
  /** Stops the deliveries that are reported by themselves, or lets them come again; absent where none come. */
  deliveries?(on: boolean): Promise<void>
  /** Lets SES report something of a mail. */
  report(mail: StoryMail, what: Report): Promise<void>
  /** Replies to a mail as its reader would; absent where no mail comes in. */
  reply?(mail: StoryMail, what: { text: string; headers?: Record<string, string> }): Promise<void>
  /** Lets so many ms pass, with all that falls due in them. */
  pass(ms: number): Promise<void>
  /** Looks until there is something to see; throws Error naming `what` when there is nothing within the target's deadline. */
  until<Seen>(what: string, look: () => Promise<Seen | undefined | false>): Promise<Seen>
}

/** One whole story; throws when something in it is not as it should be. */
export interface Story {
  readonly name: string
  /** What it needs published beside the content of all stories. */
  readonly content?: Folder
  readonly play: (target: Target) => Promise<void>
}

/** Lets time pass, written as people do: `3d`. */
export function pass(target: Target, duration: string): Promise<void> {
  return target.pass(durationMs(duration))
}

/** Calls the API as staff and answers status and JSON. */
export async function asStaff(
  target: Target,
  role: Role,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; etag: string | undefined }> {
  const response = await target.call(path, {
    method,
    headers: {
      authorization: `Bearer ${await target.token(role)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    etag: response.headers.get('etag') ?? undefined,
  }
}

/** The header by which only what was answered so is changed; none where there is nothing yet. */
export function ifMatch({ etag }: { etag: string | undefined }): Record<string, string> {
  return etag === undefined ? {} : { 'if-match': etag }
}
