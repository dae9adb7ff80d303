import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { byTimeThenId } from '../../../core/leads/activity.ts'
import { inOrder } from '../../../core/scoring/engagement.ts'
import { foldScore, scoreOf } from '../../../core/scoring/fold-score.ts'
import { rulesOf } from '../../../core/scoring/rules.ts'
import {
  emptySnapshot,
  engagementOf,
  mayMiss,
  moveHorizon,
  type Snapshot,
  snapshot,
} from '../../../core/scoring/snapshot.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const model = aScoringModel()
const rules = rulesOf(model)
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const hour = 3_600_000
const minutesAgo = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString()
const visits = (count: number, minutesApart: number, upTo = 0): Activity[] =>
  Array.from({ length: count }, (_, index) =>
    aFact({
      id: `visit-${String(index).padStart(6, '0')}`,
      at: minutesAgo(upTo + (count - index) * minutesApart),
      data: { path: '/pricing' },
    }),
  )
const tailOf = (taken: Snapshot, facts: readonly Activity[]) =>
  inOrder(facts).filter((fact) => !taken.horizon || byTimeThenId(fact, taken.horizon) > 0)
const scored = (taken: Snapshot, facts: readonly Activity[], atMs = nowMs) =>
  scoreOf(rules, director, engagementOf(rules, taken, tailOf(taken, facts), atMs))

describe('a snapshot', () => {
  it('stays as it is while the tail is short', () => {
    expect(moveHorizon(rules, emptySnapshot, visits(20, 60), nowMs, 7)).toBe(emptySnapshot)
  })

  it('takes in the settled part of a long tail, and remembers when the whole history was read', () => {
    const taken = moveHorizon(rules, emptySnapshot, visits(30, 30), nowMs, 7)
    expect(taken).toMatchObject({ horizon: { at: minutesAgo(60), id: 'visit-000028' }, wholeAtVersion: 7 })
    expect(moveHorizon(rules, taken, tailOf(taken, visits(30, 30)), nowMs + hour, 9)).toBe(taken)
  })

  it('keeps that version while it moves on: what came late in between was not read', () => {
    const first = moveHorizon(rules, emptySnapshot, visits(30, 60, 6_000), nowMs, 7)
    const second = moveHorizon(rules, first, visits(30, 60), nowMs, 9)
    expect(second.horizon).not.toEqual(first.horizon)
    expect(second.wholeAtVersion).toBe(7)
  })

  it('rounds as the whole history does, also where a half is left exactly', () => {
    for (let minute = 0; minute < 200; minute += 1) {
      const visit = aFact({ at: minutesAgo(2 * 14 * 24 * 60), data: { path: '/pricing' } })
      const calls = visits(25, 97 + minute).map((fact) => ({ ...fact, type: 'call' }))
      const taken = moveHorizon(rules, emptySnapshot, inOrder([visit, ...calls]), nowMs, 1)
      expect(taken.horizon).toBeDefined()
      expect(scored(taken, calls).parts.find(({ rule }) => rule === 'pricing')?.points).toBe(3)
    }
  })

  it('leaves a tail of the last hour alone, unless a robot makes it', () => {
    expect(moveHorizon(rules, emptySnapshot, visits(100, 0.5), nowMs, 1)).toBe(emptySnapshot)
    const taken = moveHorizon(rules, emptySnapshot, visits(300, 0.1), nowMs, 1)
    expect(tailOf(taken, visits(300, 0.1))).toHaveLength(50)
  })

  it('never takes in what is dated ahead', () => {
    const ahead = visits(300, 0.1, -1_000)
    expect(moveHorizon(rules, emptySnapshot, ahead, nowMs, 1)).toBe(emptySnapshot)
  })

  it('keeps its size, however long the history', () => {
    const sizeOf = (count: number) =>
      JSON.stringify(moveHorizon(rules, emptySnapshot, visits(count, 60), nowMs, 1)).length
    expect(sizeOf(5_000)).toBeLessThan(sizeOf(50) + 50)
  })

  it('is read back as it was stored', () => {
    const taken = moveHorizon(rules, emptySnapshot, visits(50, 60), nowMs, 1)
    expect(snapshot.parse(JSON.parse(JSON.stringify(taken)))).toEqual(taken)
  })

  it('stores no number so small that DynamoDB refuses it', () => {
    const old = visits(30, 60, 60 * 24 * 365 * 20)
    const recent = visits(30, 60).map((fact) => ({ ...fact, type: 'call', id: `call-${fact.id}` }))
    const taken = moveHorizon(rules, emptySnapshot, [...old, ...recent], nowMs, 1)
    expect(taken.sums['3']).toMatchObject({ sum: 0, facts: 30, full: 300 })
  })

  it.each([
    ['a fact after the horizon is in the tail', minutesAgo(59), 8, false],
    ['an older one, told since, may be missing', minutesAgo(61), 8, true],
    ['one of the same time may be missing', minutesAgo(60), 8, true],
    ['a repeat of what was known is not', minutesAgo(61), 7, false],
  ])('%s', (_name, at, version, expected) => {
    const taken = moveHorizon(rules, emptySnapshot, visits(30, 30), nowMs, 7)
    expect(mayMiss(taken, { at, version })).toBe(expected)
  })

  it('with its tail makes the score that all facts make, as facts come late, twice and out of order', () => {
    const story = fc.tuple(someFacts(nowMs, 80), fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 5 }))
    let moved = 0
    fc.assert(
      fc.property(story, ([facts, random, minutes]) => {
        const arrivals = facts
          .map((fact) => ({ fact, order: random.next().value as number }))
          .sort((a, b) => a.order - b.order)
        const recorded: Activity[] = []
        let taken = emptySnapshot
        let atMs = nowMs
        arrivals.forEach(({ fact }, index) => {
          recorded.push(fact)
          atMs += minutes * 60_000
          // The profile's version rises with every fact; now and then an old event is told again.
          const told = [
            { at: fact.at, version: index + 2 },
            ...(index % 7 === 0 ? [{ at: facts[0]?.at ?? '', version: 2 }] : []),
          ]
          for (const one of told) {
            if (mayMiss(taken, one)) taken = emptySnapshot
            expect(scored(taken, recorded, atMs)).toEqual(foldScore(model, director, recorded, atMs))
            const next = moveHorizon(rules, taken, tailOf(taken, recorded), atMs, index + 2)
            if (next !== taken) moved += 1
            taken = next
          }
        })
      }),
      { numRuns: 60 },
    )
    expect(moved).toBeGreaterThan(0)
  })
})
