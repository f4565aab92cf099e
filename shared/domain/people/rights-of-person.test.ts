import { describe, expect, it } from 'vitest'
import { profiles, rights } from '../rights.ts'
import { profilesOf, rightsOfPerson } from './rights-of-person.ts'

const nobody = { disabled: false, profiles: [], groups: [] }

describe('A4 what a person may do', () => {
  it('is nothing without a profile, and nothing by a profile that does not exist', () => {
    expect(rightsOfPerson(nobody, new Map()).size).toBe(0)
    expect(rightsOfPerson({ ...nobody, profiles: ['root', 'constructor', '__proto__'] }, new Map()).size).toBe(0)
  })

  it('is what their own profiles and those of their groups give together', () => {
    const person = { ...nobody, profiles: ['reader'], groups: [{ profiles: ['packager'] }, { profiles: ['reader', 'P1'] }] }
    expect(profilesOf(person)).toEqual(['reader', 'packager', 'P1'])
    const held = rightsOfPerson(person, new Map([['P1', ['audit:read'] as const]]))
    expect([...held].sort()).toEqual([...profiles.packager, 'audit:read'].sort())
  })

  it('is nothing while they are disabled', () => {
    expect(rightsOfPerson({ ...nobody, profiles: ['administrator'], disabled: true }, new Map()).size).toBe(0)
    expect(rightsOfPerson({ ...nobody, profiles: ['administrator'] }, new Map()).size).toBe(rights.length)
  })
})
