import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { type Link, link } from './link.ts'
import { privateBucket } from './private-bucket.ts'

/** A bucket of bytes that belong to content, each under the hash of them; nobody reads it but functions. `variable` tells them its name. */
export class ContentBucket extends Construct {
  readonly #bucket: Bucket
  readonly #variable: string

  constructor(scope: Construct, id: string, variable: string) {
    super(scope, id)
    this.#variable = variable
    // It stays with what is in it: mails that were sent show their images as long as people keep them, and versions of content that were live may be brought back.
    this.#bucket = privateBucket(this)
  }

  get reads(): Link {
    return this.#may('s3:GetObject')
  }

  get writes(): Link {
    return this.#may('s3:PutObject')
  }

  #may(action: string): Link {
    return link({ [this.#variable]: this.#bucket.bucketName }, [action], [this.#bucket.arnForObjects('*')])
  }
}
