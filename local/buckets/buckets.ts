import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from '../aws-error.ts'

const day = 86_400_000

export interface BucketSettings {
  readonly name: string
  /** Does the default bus hear of each object that is put? */
  readonly tells: boolean
  readonly expiresAfterDays?: number
}

/** What buckets need of a run; without it they have the time of this machine and tell nobody. */
interface Around {
  readonly now: () => number
  readonly tell: (detailType: string, detail: unknown, resources: string[]) => void
}

/** A request to S3 as it came: the path is `/bucket/key`. */
export interface BucketRequest {
  readonly method: string
  readonly path: string
  readonly contentType: string | undefined
  readonly body: Buffer
}

export interface BucketReply {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * S3 for one machine, as far as Ripen asks it: objects are put whole, got whole and deleted, by path. Each lies in a file of the data folder, as old as it is in virtual
 * time, its content type in another beside it; both are written before the answer.
 */
export class Buckets {
  readonly #folder: string
  readonly #around: Around
  readonly #buckets = new Map<string, BucketSettings>()

  constructor(dataFolder: string, around: Around = { now: Date.now, tell: () => {} }) {
    this.#folder = join(dataFolder, 'buckets')
    this.#around = around
  }

  add(bucket: BucketSettings): void {
    this.#buckets.set(bucket.name, bucket)
  }

  /** Is this the path of an object in one of the buckets? */
  holds(path: string): boolean {
    return this.#buckets.has(path.split('/')[1] ?? '')
  }

  /** Throws {@link AwsError}. */
  async answer({ method, path, contentType, body }: BucketRequest): Promise<BucketReply> {
    const [, bucket = '', ...rest] = path.split('/').map(decodeURIComponent)
    const key = rest.join('/')
    if (key === '') throw new AwsError('NotImplemented', 'the embedded run has no operation on a whole bucket', 501)
    if (method === 'PUT') return this.put(bucket, key, body, contentType)
    if (method === 'GET') return this.#get(bucket, this.#fileOf(bucket, key))
    if (method === 'DELETE') return this.#delete(this.#fileOf(bucket, key))
    throw new AwsError('MethodNotAllowed', `the embedded run has no ${method} of an object`, 405)
  }

  /** Puts an object; who listens to the bucket is told once it is there. */
  async put(bucket: string, key: string, body: Buffer, contentType = 'binary/octet-stream'): Promise<BucketReply> {
    const file = this.#fileOf(bucket, key)
    mkdirSync(join(file, '..'), { recursive: true })
    const fresh = `${file}.${randomUUID()}`
    await writeFile(fresh, body)
    const at = new Date(this.#around.now())
    await utimes(fresh, at, at)
    await writeFile(`${file}.type`, contentType)
    await rename(fresh, file)
    if (this.#buckets.get(bucket)?.tells) {
      const object = { key, size: body.length, etag: createHash('md5').update(body).digest('hex') }
      const detail = { version: '0', bucket: { name: bucket }, object, reason: 'PutObject' }
      this.#around.tell('Object Created', detail, [`arn:aws:s3:::${bucket}`])
    }
    return { headers: { etag: etagOf(body) }, body: Buffer.alloc(0) }
  }

  #fileOf(bucket: string, key: string): string {
    return join(this.#folder, bucket, createHash('sha256').update(key).digest('hex'))
  }

  async #delete(file: string): Promise<BucketReply> {
    await rm(file, { force: true })
    await rm(`${file}.type`, { force: true })
    return { headers: {}, body: Buffer.alloc(0) }
  }

  async #get(bucket: string, file: string): Promise<BucketReply> {
    try {
      const [body, type, { mtime }] = await Promise.all([readFile(file), readFile(`${file}.type`, 'utf8'), stat(file)])
      const { expiresAfterDays = Number.POSITIVE_INFINITY } = this.#buckets.get(bucket) ?? {}
      if (this.#around.now() >= mtime.getTime() + expiresAfterDays * day) {
        await this.#delete(file)
        throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
      }
      return { headers: { 'content-type': type, etag: etagOf(body), 'last-modified': mtime.toUTCString() }, body }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
    }
  }
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}
