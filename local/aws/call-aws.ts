import { request } from 'node:http'
import { AwsError } from '../aws-error.ts'

/** What an engine asks for beside a signature that nobody checks. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20260101/local/local/aws4_request, SignedHeaders=host, Signature=0'

/** Calls an engine's JSON API without an SDK client; throws {@link AwsError}. */
export function callAws(endpoint: string, target: string, input: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(
      endpoint,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target,
          'x-amz-date': '20260101T000000Z',
          authorization,
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('error', reject)
        response.on('end', () => {
          const body = (text === '' ? {} : JSON.parse(text)) as { __type?: string; message?: string }
          if (response.statusCode === 200) resolve(body)
          else
            reject(
              new AwsError(body.__type?.split('#').pop() ?? 'Error', body.message ?? '', response.statusCode ?? 500),
            )
        })
      },
    )
    call.on('error', reject)
    call.end(JSON.stringify(input))
  })
}
