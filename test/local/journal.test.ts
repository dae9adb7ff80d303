import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUse, openJournal, UnusableFolder } from '../../local/journal.ts'

let room: string
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'ripen-journal-'))
})
afterEach(() => rmSync(room, { recursive: true, force: true }))

describe('the folder of the data', () => {
  it('is made where there is none, and held by one run alone', () => {
    const journal = openJournal(join(room, 'a/b'))
    expect(() => openJournal(join(room, 'a/b'))).toThrow(FolderInUse)
    journal.close()
    openJournal(join(room, 'a/b')).close()
  })

  it('can’t be a file, or lie below one', () => {
    const file = join(room, 'file')
    writeFileSync(file, '')
    for (const given of [file, join(file, 'below')]) {
      expect(() => openJournal(given)).toThrow(UnusableFolder)
      expect(() => openJournal(given)).toThrow(/file.*give one that can be written to with --data$/)
    }
  })
})
