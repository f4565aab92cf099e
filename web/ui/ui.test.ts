import { describe, expect, it } from 'vitest'
import { parseIntervals } from '#shared/domain/window/intervals.ts'
import { repeatKey } from '../features/deploy/repeat-key.ts'
import { initialValues, optionsOf } from '../features/deploy/values.ts'
import { dockerCommand, hostOf } from '../features/sites/enrol-command.ts'
import { bytesText } from './bytes.ts'
import { firstPage, goTo, withNext } from './cursor-pages.ts'
import { faultKey } from './faults.ts'
import { inLocale } from './locales.ts'

describe('pages behind cursors', () => {
  it('are learned one by one and can be gone back to', () => {
    let pages = withNext(firstPage('list'), 'c1')
    pages = withNext(goTo(pages, 1), 'c2')
    expect(pages).toMatchObject({ cursors: [null, 'c1', 'c2'], index: 1 })
    expect(goTo(pages, 0).index).toBe(0)
    expect(goTo(pages, 7)).toBe(pages)
  })
  it('forget what lay beyond an end that has moved, and change nothing without news', () => {
    const pages = { list: 'l', cursors: [null, 'c1', 'c2'], index: 0 }
    expect(withNext(pages, null).cursors).toEqual([null])
    expect(withNext(pages, 'c1')).toBe(pages)
    expect(withNext(pages, 'other').cursors).toEqual([null, 'other'])
  })
})

describe('sentences of the contracts', () => {
  it('of unreadable intervals are said in the person’s language too', () => {
    for (const text of ['', '2-4,', '2', '3-3', 'two-four', '2:60-4', '2-4:00:61', '25-4', '2-']) {
      const parsed = parseIntervals(text)
      expect(parsed.valid ? null : faultKey(parsed.message), text).not.toBeNull()
    }
    expect(faultKey('"25" has 25 hours; they go from 0 to 23, and 24:00 may end a range (at character 1)')).toEqual({
      key: 'hours',
      value: '25',
    })
  })
})

describe('small things', () => {
  it('sizes are in the words of the language', () => {
    expect(bytesText(0, 'en')).toBe('0 bytes')
    expect(bytesText(1_234_567, 'en')).toBe('1.23 MB')
    expect(bytesText(5_368_709_120, 'fr').replace(/\s/g, ' ')).toBe('5,37 Go')
  })
  it('another language is the same page', () => {
    expect(inLocale('/en/deployments/detail/', 'fr')).toBe('/fr/deployments/detail/')
  })
  it('the same order keeps its key, a changed one gets another', () => {
    let made = 0
    const keyFor = repeatKey(() => `key${++made}`)
    expect([keyFor({ a: 1 }), keyFor({ a: 1 }), keyFor({ a: 2 })]).toEqual(['key1', 'key1', 'key2'])
  })
  it("the quick deployment's options are the manual's: 3 attempts, 60 minutes, files deleted", () => {
    expect(optionsOf(initialValues)).toMatchObject({ attempts: 3, retryDelayMinutes: 60, deleteFiles: true, runScript: true })
    expect(optionsOf({ ...initialValues, retryDelayMinutes: '0,5' }).retryDelayMinutes).toBe(0.5)
    expect(optionsOf({ ...initialValues, attempts: ' ' }).attempts).toBeNaN()
  })
  it('an edge launcher is given the host, and the token in quotes', () => {
    expect(hostOf('https://pulse.example/api')).toBe('https://pulse.example')
    expect(dockerCommand('https://pulse.example/api', "a'b")).toContain(`PULSE_ENROLMENT_TOKEN='a'\\''b'`)
  })
})
