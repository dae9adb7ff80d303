import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compileMjml } from '../../core/content/compile-mjml.ts'

const root = join(import.meta.dirname, '../..')

/** With what its sections, heroes and lists of children ask of their helpers. */
const mail = `<mjml><mj-head><mj-title>T</mj-title><mj-attributes><mj-all font-family="Arial" /></mj-attributes></mj-head>
<mj-body><mj-hero background-url="https://a.example/a.png" background-position="center bottom" height="200px"><mj-text>a</mj-text></mj-hero>
<mj-section background-url="https://a.example/b.png" background-repeat="no-repeat" background-size="cover"><mj-column>
<mj-image src="https://a.example/c.png" alt="c" /><mj-button href="https://a.example">b</mj-button><mj-divider /><mj-spacer />
<mj-table><tr><td>1</td></tr></mj-table><mj-social><mj-social-element name="x" href="https://a.example">x</mj-social-element></mj-social>
</mj-column></mj-section><mj-raw><!-- r --></mj-raw></mj-body></mjml>`
const bad = '<mjml><mj-body><mj-text colour="red">a</mj-text><mj-nothing /></mj-body></mjml>'

it('makes the same mail of what is loaded with stand-ins as of the whole', async () => {
  const program = `
    const { loadLess } = await import('./cli/load-less.ts')
    loadLess()
    const { compileMjml } = await import('./core/content/compile-mjml.ts')
    const made = []
    for (const mjml of JSON.parse(process.argv[1])) made.push(await compileMjml(mjml))
    console.log(JSON.stringify(made))`
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', program, JSON.stringify([mail, bad])], {
    cwd: root,
    encoding: 'utf8',
  })
  const whole = [await compileMjml(mail), await compileMjml(bad)]
  expect(JSON.parse(told)).toEqual(JSON.parse(JSON.stringify(whole)))
  expect(whole.map(({ problems }) => problems.length)).toEqual([0, 3])
})
