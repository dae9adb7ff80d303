import { anyone, type Coverage } from '../core/content/coverage.ts'
import { stages } from '../core/leads/lead.ts'
import { dim, table, warning } from './output.ts'

const nothing = '–'
const onlyForAnyone = '·'

/** The stage x audience matrix for people: how much there is for whom, and where there is nothing. */
export function showCoverage({ audiences, cells, holes, unplaced }: Coverage): string {
  const rows = stages.map((stage) => {
    const at = cells.filter((cell) => cell.stage === stage)
    const shown = at.map(({ audience, own, forAnyone }) => {
      const empty = audience === anyone || forAnyone.length === 0 ? nothing : onlyForAnyone
      return [audience, own.length === 0 ? empty : String(own.length)]
    })
    return { stage, ...Object.fromEntries(shown) }
  })
  const legend = `mails and files by stage and audience; ${onlyForAnyone} only what is for anyone, ${nothing} nothing`
  return [
    table(rows, ['stage', anyone, ...audiences], ''),
    dim(legend),
    ...(holes.length > 0 ? [warning(`nothing at all for: ${holesInWords(holes, audiences)}`)] : []),
    ...(unplaced.length > 0 ? [dim(`without a stage, so not in it: ${unplaced.join(', ')}`)] : []),
  ].join('\n')
}

/** Stage by stage: `mql (retail, finance)`, or `mql` where there is nothing for anybody. */
function holesInWords(holes: Coverage['holes'], all: Coverage['audiences']): string {
  return [...Map.groupBy(holes, ({ stage }) => stage)]
    .map(([stage, those]) => {
      const whom = those.map(({ audience }) => audience).filter((audience) => audience !== anyone)
      return whom.length === 0 || whom.length === all.length ? stage : `${stage} (${whom.join(', ')})`
    })
    .join(', ')
}
