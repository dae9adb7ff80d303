import { parentPort } from 'node:worker_threads'
import { readYaml } from '../../core/content/read-yaml.ts'
import { columnName, findDelimiter } from '../../core/lists/find-delimiter.ts'
import { encodingOf, nothingSeen, seeBytes } from '../../core/lists/list-encoding.ts'
import { ListProblem } from '../../core/lists/list-problem.ts'
import { columnsOf, mapping as mappingSchema } from '../../core/lists/mapping.ts'
import { readCsv } from '../../core/lists/read-csv.ts'
import { rowOf } from '../../core/lists/row-of.ts'
import { readRow } from '../../core/lists/wrong-row.ts'

const { value } = readYaml(
  `source: { name: any, origin: inbound }
fields: { email: a, firstName: b, employees: { column: c, as: number }, decides: { column: d, as: yes-no } }
tags: [{ column: b }]
locale: { column: c }
zone: { column: d }
consent:
  - { topic: news, basis: { column: b }, evidence: { column: c }, at: { column: d }, where: { column: a } }
  - { topic: offers, basis: opt-in, evidence: Paper form, at: { column: d, format: DD.MM.YYYY } }
`,
  mappingSchema,
  { file: 'm.yaml' },
)

const pieceBytes = 4_096

/** Reads one file after the other as `ripen import` does, in a thread that may be ended. */
parentPort?.on('message', async ({ bytes, encoding }: { bytes: Uint8Array; encoding?: string }) => {
  const all = Buffer.from(bytes)
  const pieces = Array.from({ length: Math.ceil(all.length / pieceBytes) }, (_, n) =>
    all.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  )
  try {
    if (!value) throw new Error('no mapping')
    const seen = nothingSeen()
    for (const piece of pieces) seeBytes(seen, piece)
    const told = encodingOf(seen, encoding)
    const delimiter = findDelimiter(new TextDecoder(told).decode(all), columnsOf(value))
    let [rows, wrong] = [0, 0]
    let columns: string[] = []
    for await (const { cells } of readCsv(pieces, { encoding: told, delimiter })) {
      rows += 1
      if (rows === 1) columns = cells.map(columnName)
      const mapped = rowOf(value, rows, (column) => (cells[columns.indexOf(column)] ?? '').trim())
      if ('wrong' in mapped || 'wrong' in readRow(mapped.row, Date.now())) wrong += 1
    }
    parentPort?.postMessage({ rows, wrong })
  } catch (error) {
    if (error instanceof ListProblem) parentPort?.postMessage({ problem: error.message })
    else parentPort?.postMessage({ thrown: (error as Error).stack ?? String(error) })
  }
})
parentPort?.postMessage('ready')
