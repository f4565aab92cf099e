import { describe, expect, it } from 'vitest'
import { addFiles, collect, isExecutable } from './collect.ts'

const file = (path: string, size = 1) => ({ path, file: new File(['x'.repeat(size)], path.split('/').at(-1) ?? '') })
const pathsOf = (...paths: string[]) => collect(paths.map((path) => file(path))).files.map(({ path }) => path)
const bytes = (text: string) => new TextEncoder().encode(text)

describe('D2 files of a package', () => {
  it("leave out the name of the one folder that holds them, not that of a folder beside others' files", () => {
    expect(pathsOf('firefox/install.sh', 'firefox/data/a.msi')).toEqual(['data/a.msi', 'install.sh'])
    expect(pathsOf('install.sh', 'data/a.msi')).toEqual(['data/a.msi', 'install.sh'])
    expect(pathsOf('a/x', 'b/x')).toEqual(['a/x', 'b/x'])
  })

  it('leave out the litter of file managers and say so', () => {
    const { files, leftOut } = collect(['p/.DS_Store', 'p/Thumbs.db', 'p/__MACOSX/._a', 'p/a'].map((path) => file(path)))
    expect(files.map(({ path }) => path)).toEqual(['a'])
    expect(leftOut).toHaveLength(3)
  })

  it('cannot be two of one name on a system that does not tell capitals from small letters', () => {
    const { faults } = collect([file('Setup.exe'), file('setup.EXE'), file('other')])
    expect(faults).toEqual([
      { path: 'Setup.exe', fault: 'duplicate' },
      { path: 'setup.EXE', fault: 'duplicate' },
    ])
  })

  it('have paths that may stand in a package, or the reason is told', () => {
    expect(collect([file('a'), file('con.txt')]).faults[0]).toMatchObject({ path: 'con.txt', fault: expect.stringContaining('reserved') })
    expect(collect([file('a'), file('b:c')]).faults).toHaveLength(1)
  })

  it('replace those chosen before under the same path', () => {
    const before = [file('a'), file('b')]
    const again = file('a', 3)
    expect(addFiles(before, [again])).toEqual([before[1], again])
  })

  it.each([
    ['run', '#!/bin/sh\n', './other', true],
    ['install.SH', 'echo', 'x', true],
    ['bin/setup', 'MZ', 'bin/setup /S', true],
    ['setup.exe', 'MZ', './setup.exe --quiet', true],
    ['setup.exe', 'MZ', '.\\setup.exe --quiet', true],
    ['data.txt', 'text', './install.sh data.txt', false],
    ['empty', '', './install.sh', false],
  ])('%s beginning with "%s" under the command "%s": executable %s', (path, first, command, executable) => {
    expect(isExecutable(path, bytes(first).slice(0, 2), command)).toBe(executable)
  })
})
