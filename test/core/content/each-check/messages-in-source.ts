import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** What the checks of `core/` can say, read from their source: each message as a pattern in which `${…}` stands for anything. */
export function messagesIn(file: string): { text: string; pattern: RegExp }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[][] = []
  const visit = (node: ts.Node): void => {
    const said = messageOf(node)
    if (said) found.push(...textsIn(said))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found.map((pieces) => ({
    text: pieces.join('…'),
    pattern: new RegExp(`^${pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*')}$`),
  }))
}

/** Functions that make a problem, and which of their arguments is its message. */
const makers: Readonly<Record<string, number>> = {
  error: 0,
  warning: 0,
  missing: 0,
  at: 0,
  failed: 0,
  finding: 1,
}

function messageOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'message') return node.initializer
  if (ts.isVariableDeclaration(node) && node.name.getText() === 'message') return node.initializer
  if (!ts.isCallExpression(node)) return undefined
  const at = makers[node.expression.getText()]
  if (at === undefined) return undefined
  // `error(path, message)`, `error(offset, message)`, `failed(file, message)` and `error(message)` alike: the first that is a text with a space in it.
  return node.arguments.slice(at).find((argument) => textsIn(argument).some((pieces) => pieces.join('').includes(' ')))
}

/** The pieces of the text or texts that an expression may be; nothing for what is worked out elsewhere. */
function textsIn(expression: ts.Expression): string[][] {
  if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression)) return [[expression.text]]
  if (ts.isTemplateExpression(expression)) {
    return [[expression.head.text, ...expression.templateSpans.map(({ literal }) => literal.text)]]
  }
  if (ts.isConditionalExpression(expression)) return [...textsIn(expression.whenTrue), ...textsIn(expression.whenFalse)]
  if (ts.isParenthesizedExpression(expression)) return textsIn(expression.expression)
  return []
}
