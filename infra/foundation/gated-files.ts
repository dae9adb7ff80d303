import { RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { type Link, link } from '../constructs/link.ts'

/** The bucket with gated files, each under the hash of its content; only the functions that give them to people with a link read it. */
export class GatedFiles extends Construct {
  readonly #bucket: Bucket

  constructor(scope: Construct) {
    super(scope, 'Files')
    this.#bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Versions of content that were live may be brought back.
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  get reads(): Link {
    return this.#may('s3:GetObject')
  }

  get writes(): Link {
    return this.#may('s3:PutObject')
  }

  #may(action: string): Link {
    return link({ FILES_BUCKET: this.#bucket.bucketName }, [action], [this.#bucket.arnForObjects('*')])
  }
}
