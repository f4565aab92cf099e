import { describe, expect, it } from 'vitest'
import { fileNameOf, readReport } from './export-report.ts'

describe('F7 the report as CSV', () => {
  it('is one file with a byte order mark, of all parts in order, up to the empty one', async () => {
    const parts = ['machine,state\r\na,done\r\n', 'b,failed\r\n', '', 'never asked']
    const asked: number[] = []
    const counted: number[] = []
    const text = await readReport(
      async (part) => {
        asked.push(part)
        return parts[part] ?? ''
      },
      (count) => counted.push(count),
    )
    expect(text).toBe('\ufeffmachine,state\r\na,done\r\nb,failed\r\n')
    expect(asked).toEqual([0, 1, 2])
    expect(counted).toEqual([1, 2])
  })
  it('gives nothing when a part cannot be read, rather than half a file', async () => {
    await expect(
      readReport(
        async (part) => {
          if (part === 1) throw new Error('broken')
          return 'x'
        },
        () => undefined,
      ),
    ).rejects.toThrow('broken')
  })
  it('has a name that is a file name everywhere', () => {
    expect(fileNameOf('Firefox 128 / é')).toBe('Firefox_128_é.csv')
    expect(fileNameOf('../..')).toBe('report.csv')
  })
})
