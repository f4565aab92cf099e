import { describe, expect, it } from 'vitest'
import { faultOfFilePath } from './file-path.ts'

describe('paths of files in a package (R6)', () => {
  it.each(['install.sh', 'data/été.bin', 'a b/c.txt', '-rf', '.profile', 'x/$(reboot)', "it's.txt"])('accepts %s', (path) => {
    expect(faultOfFilePath(path)).toBeNull()
  })

  it.each([
    ['', /empty/],
    ['/etc/passwd', /relative/],
    ['../x', /\.\./],
    ['a/../../x', /\.\./],
    ['a/./b', /\./],
    ['a//b', /empty part/],
    ['a/', /empty part/],
    ['a\\b', /backslash/],
    ['\\\\server\\share', /backslash/],
    ['C:/windows', /backslashes or any of/],
    ['a\0b', /control/],
    ['a\nb', /control/],
    ['evil\u202etxt.exe', /control/],
    ['CON', /device/],
    ['dir/nul.txt', /device/],
    ['com1', /device/],
    ['trailing.', /ends with/],
    ['trailing ', /ends with/],
    ['x'.repeat(401), /400/],
    ['x'.repeat(201), /200/],
  ])('refuses %j', (path, why) => {
    expect(faultOfFilePath(path)).toMatch(why)
  })
})
