import { RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { type Link, link } from '../constructs/link.ts'

/** The bucket with the images of mails, each under the hash of its content; only the API shows them. */
export class Images extends Construct {
  readonly #bucket: Bucket

  constructor(scope: Construct) {
    super(scope, 'Images')
    this.#bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Mails that were sent show their images as long as people keep them.
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
    return link({ IMAGES_BUCKET: this.#bucket.bucketName }, [action], [this.#bucket.arnForObjects('*')])
  }
}
