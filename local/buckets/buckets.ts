import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from '../aws-error.ts'

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
 * S3 for one machine, as far as Ripen asks it: objects are put whole and got whole, by path. Each lies in a file of the data folder, its content type in another
 * beside it; both are written before the answer.
 */
export class Buckets {
  readonly #folder: string
  readonly #names = new Set<string>()

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'buckets')
  }

  add(name: string): void {
    this.#names.add(name)
  }

  /** Is this the path of an object in one of the buckets? */
  holds(path: string): boolean {
    return this.#names.has(path.split('/')[1] ?? '')
  }

  /** Throws {@link AwsError}. */
  async answer({ method, path, contentType, body }: BucketRequest): Promise<BucketReply> {
    const [, bucket = '', ...rest] = path.split('/').map(decodeURIComponent)
    const key = rest.join('/')
    if (key === '') throw new AwsError('NotImplemented', 'the embedded run has no operation on a whole bucket', 501)
    const file = join(this.#folder, bucket, createHash('sha256').update(key).digest('hex'))
    if (method === 'PUT') return this.#put(file, contentType ?? 'binary/octet-stream', body)
    if (method === 'GET') return this.#get(file)
    throw new AwsError('MethodNotAllowed', `the embedded run has no ${method} of an object`, 405)
  }

  async #put(file: string, contentType: string, body: Buffer): Promise<BucketReply> {
    mkdirSync(join(file, '..'), { recursive: true })
    const fresh = `${file}.${randomUUID()}`
    await writeFile(fresh, body)
    await writeFile(`${file}.type`, contentType)
    await rename(fresh, file)
    return { headers: { etag: etagOf(body) }, body: Buffer.alloc(0) }
  }

  async #get(file: string): Promise<BucketReply> {
    try {
      const [body, type, { mtime }] = await Promise.all([readFile(file), readFile(`${file}.type`, 'utf8'), stat(file)])
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
