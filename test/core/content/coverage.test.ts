import { describe, expect, it } from 'vitest'
import { showCoverage } from '../../../cli/show-coverage.ts'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { type Coverage, coverageOf } from '../../../core/content/coverage.ts'

const contents = [
  { name: 'emails/case-study', tags: { stage: 'lead', audience: ['retail', 'finance'] } },
  { name: 'emails/welcome', tags: { stage: ['lead', 'mql'] } },
  { name: 'emails/offer', tags: { stage: 'opportunity', audience: 'finance' } },
  { name: 'files/paper', tags: { audience: 'retail' } },
]
const coverage = coverageOf(contents) as Coverage
const cell = (stage: string, audience: string) =>
  coverage.cells.find((one) => one.stage === stage && one.audience === audience)

describe('which content there is for whom', () => {
  it('is told stage by stage and audience by audience, with what is for anyone', () => {
    expect(coverage.audiences).toEqual(['finance', 'retail'])
    expect(cell('lead', 'retail')).toMatchObject({ own: ['emails/case-study'], forAnyone: ['emails/welcome'] })
    expect(cell('mql', 'finance')).toMatchObject({ own: [], forAnyone: ['emails/welcome'] })
  })

  it('has a hole where there is nothing at all', () => {
    const [retail, finance] = ['retail', 'finance'].map((audience) =>
      coverage.holes.flatMap((hole) => (hole.audience === audience ? hole.stage : [])),
    )
    expect(retail).toEqual(['subscriber', 'sql', 'opportunity', 'customer'])
    expect(finance).toEqual(['subscriber', 'sql', 'customer'])
  })

  it('leaves out what names no stage, and says so', () => expect(coverage.unplaced).toEqual(['files/paper']))

  it('is not there where nothing names a stage', () => {
    expect(coverageOf([])).toBeUndefined()
    expect(coverageOf(contents.slice(3))).toBeUndefined()
  })

  it('has holes by stage alone where nothing names an audience', () => {
    const holes = coverageOf([{ name: 'emails/a', tags: { stage: 'lead' } }])?.holes
    expect(holes?.map(({ stage }) => stage)).toEqual(['subscriber', 'mql', 'sql', 'opportunity', 'customer'])
  })

  it('is shown as a table for people', () => {
    expect(showCoverage(coverage)).toBe(`STAGE        ANYONE  FINANCE  RETAIL
subscriber   –       –        –
lead         1       1        1
mql          1       ·        ·
sql          –       –        –
opportunity  –       1        –
customer     –       –        –
mails and files by stage and audience; · only what is for anyone, – nothing
nothing at all for: subscriber, sql, opportunity (retail), customer
without a stage, so not in it: files/paper`)
  })

  it('is read from the top of mails and from the files of a folder', async () => {
    const mail = (front: string) => `---\nsubject: Hello\npreheader: Why to open it\ntopic: news\n${front}---\nHello\n`
    const { coverage: found, problems } = await checkFolder({
      'emails/hello/en.md': mail(
        'stage: lead\naudience: [retail]\nproblem: dead-stock\nformat: case-study\ntags: [x]\n',
      ),
      'emails/staff/en.md': '---\nsubject: Hello\nclass: staff\nstage: mql\n---\nHello\n',
      'files/paper/file.yaml': 'id: paper\ntitle: A paper\nfiles: { en: en.pdf }\nstage: [mql]\naudience: retail\n',
      'files/paper/en.pdf': `pdf 81234 ${'0'.repeat(40)}`,
    })
    expect(problems.filter(({ message }) => /stage|audience|tag/.test(message))).toEqual([])
    expect(found?.cells.filter(({ own }) => own.length > 0).map(({ stage, own }) => [stage, own])).toEqual([
      ['lead', ['emails/hello']],
      ['mql', ['files/paper']],
    ])
  })
})
