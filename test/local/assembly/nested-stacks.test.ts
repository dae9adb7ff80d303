// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation puts values into texts so
import { describe, expect, it } from 'vitest'
import { withNestedStacks } from '../../../local/assembly/nested-stacks.ts'
import type { Template } from '../../../local/assembly/template.ts'

/** A template whose nested stacks are named by the text of their address. */
function flat(template: Template, nested: Record<string, Template>): Template {
  return withNestedStacks(template, (url) => {
    const found = nested[String(url)]
    if (!found) throw new Error(`the assembly holds no template ${url}`)
    return found
  })
}

const stack = (TemplateURL: string, Parameters: Record<string, unknown> = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL, Parameters },
})
const resource = (Properties: Record<string, unknown> = {}) => ({ Type: 'Some::Type', Properties })

describe('a template with nested stacks', () => {
  it('is read as one, with longer logical ids', () => {
    const outer = { Resources: { Table: resource(), Leads: stack('leads') } }
    const leads = {
      Resources: {
        Queue: resource({
          on: { Ref: 'Dead' },
          at: { 'Fn::GetAtt': ['Dead', 'Arn'] },
          in: { 'Fn::GetAtt': 'Dead.Arn' },
        }),
        Dead: { ...resource(), DependsOn: ['Queue'] },
      },
    }
    expect(flat(outer, { leads }).Resources).toEqual({
      Table: resource(),
      LeadsQueue: resource({
        on: { Ref: 'LeadsDead' },
        at: { 'Fn::GetAtt': ['LeadsDead', 'Arn'] },
        in: { 'Fn::GetAtt': ['LeadsDead', 'Arn'] },
      }),
      LeadsDead: { ...resource(), DependsOn: ['LeadsQueue'] },
    })
  })

  it('gives parameters what they stand for, through any number of stacks', () => {
    const outer = { Resources: { Table: resource(), A: stack('a', { table: { Ref: 'Table' } }) } }
    const a = { Resources: { B: stack('b', { name: { 'Fn::Join': ['-', ['x', { Ref: 'table' }]] } }) } }
    const b = { Resources: { Deep: resource({ reads: [{ Ref: 'name' }, { Ref: 'AWS::Region' }] }) } }
    expect(flat(outer, { a, b }).Resources.ABDeep).toEqual(
      resource({ reads: [{ 'Fn::Join': ['-', ['x', { Ref: 'Table' }]] }, { Ref: 'AWS::Region' }] }),
    )
  })

  it('gives outputs what they stand for, also as parameters of another', () => {
    const outer = {
      Resources: {
        A: stack('a'),
        B: stack('b', { role: { 'Fn::GetAtt': ['A', 'Outputs.Role'] } }),
        User: resource({ role: { 'Fn::GetAtt': ['B', 'Outputs.Same'] } }),
      },
      Outputs: { Role: { Value: { 'Fn::GetAtt': ['A', 'Outputs.Role'] } } },
    }
    const a = { Resources: { R: resource() }, Outputs: { Role: { Value: { 'Fn::GetAtt': ['R', 'Arn'] } } } }
    const b = { Resources: { S: resource({ is: { Ref: 'role' } }) }, Outputs: { Same: { Value: { Ref: 'role' } } } }
    const { Resources, Outputs } = flat(outer, { a, b })
    expect(Resources.BS).toEqual(resource({ is: { 'Fn::GetAtt': ['AR', 'Arn'] } }))
    expect(Resources.User).toEqual(resource({ role: { 'Fn::GetAtt': ['AR', 'Arn'] } }))
    expect(Outputs).toEqual({ Role: { Value: { 'Fn::GetAtt': ['AR', 'Arn'] } } })
  })

  it.each<[string, Template, string]>([
    ['a template that is not there', { Resources: { A: stack('gone') } }, 'holds no template gone'],
    ['the name of a nested stack', { Resources: { A: stack('named') } }, 'AWS::StackName is not known in the nested'],
    [
      'a parameter that is not given',
      { Resources: { A: stack('asking') } },
      'other is not known in the nested stack A',
    ],
    ['a text with a resource in it', { Resources: { A: stack('text') } }, 'Fn::Sub with Own is not known'],
    [
      'two resources of one name',
      { Resources: { AOwn: resource(), A: stack('own') } },
      'two resources are called AOwn',
    ],
  ])('is refused for %s', (_name, template, message) => {
    const nested = {
      named: { Resources: { R: resource({ is: { Ref: 'AWS::StackName' } }) } },
      asking: { Resources: { R: resource({ is: { Ref: 'other' } }) } },
      text: { Resources: { Own: resource(), R: resource({ is: { 'Fn::Sub': 'a-${AWS::Region}-${Own}' } }) } },
      own: { Resources: { Own: resource() } },
    }
    expect(() => flat(template, nested)).toThrow(message)
  })
})
