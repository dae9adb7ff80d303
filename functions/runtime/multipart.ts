import { Busboy } from '@fastify/busboy'
import { Problem } from './problem.ts'

/** The fields of a multipart body in order, without files; throws a {@link Problem} 400 for one that is not readable. */
export function readMultipart(bytes: Buffer, type: string, fieldSize: number): Promise<[string, string][]> {
  return new Promise((resolve, reject) => {
    const unreadable = () => reject(new Problem(400, 'The body is not readable as multipart/form-data.'))
    const fields: [string, string][] = []
    try {
      const parser = new Busboy({
        headers: { 'content-type': type },
        limits: { fields: 200, files: 0, fieldSize },
      })
      parser.on('field', (name, value) => fields.push([name, value]))
      parser.on('finish', () => resolve(fields))
      parser.on('error', unreadable)
      parser.end(bytes)
    } catch {
      unreadable()
    }
  })
}
