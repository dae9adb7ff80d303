import type { Lead, ShownScore } from '../shown.ts'
import type { World } from '../world.ts'

/** "Every point is explained", with what is missing and what would be enough. */
export async function tellScore(world: World, { stage, score }: Lead): Promise<void> {
  world.check(score !== undefined && score.parts.length > 0, 'a score with its parts', score ?? 'none')
  if (score) await world.tell('Score', `${score.total} points, stage ${stage}`, reasons(score))
}

function reasons({ fit, interest, parts, missing, wouldQualify }: ShownScore): string[] {
  const of = (kind: string) => parts.filter((part) => part.kind === kind).map((part) => `${part.rule} ${part.points}`)
  const bar = missing.map(({ says }) => says).join('; ')
  return [
    `fit ${fit}: ${of('fit').join(', ')}`,
    `interest ${interest}: ${of('engagement').join(', ')}`,
    bar === '' ? 'over the bar that sales set' : `under the bar that sales set: ${bar}`,
    ...(wouldQualify ? [wouldQualify.says] : []),
  ]
}
