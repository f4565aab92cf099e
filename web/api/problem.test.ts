import { describe, expect, it } from 'vitest'
import { ApiProblem, faultsByField, isPassing, problemOf } from './problem.ts'

describe('problems of the API', () => {
  it('keep the detail, the request and the fields of a problem document', () => {
    const body = {
      type: '/problems/invalid-request',
      title: 'Invalid',
      status: 400,
      detail: 'Two fields are wrong',
      instance: 'req-1',
      errors: [{ field: '/address', message: 'must be a host name, an IPv4 or an IPv6 address' }],
    }
    const problem = problemOf(400, JSON.stringify(body))
    expect(problem).toMatchObject({ kind: 'invalid', message: 'Two fields are wrong', status: 400, instance: 'req-1' })
    expect(problem.fields).toHaveLength(1)
  })

  it.each([
    [401, 'session-ended'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'invalid'],
    [429, 'too-many'],
    [502, 'service'],
  ])('name status %i %s, whatever the body', (status, kind) => {
    expect(problemOf(status, '<html>').kind).toBe(kind)
  })

  it('understand what API Gateway says by itself', () => {
    expect(problemOf(401, '{"message":"Unauthorized"}').message).toBe('Unauthorized')
  })

  it('find the form field of a JSON pointer, of dots, and of nested options; the first of several counts', () => {
    const fault = (field: string, message = 'wrong') => ({ field, message })
    expect(
      faultsByField([fault('/label', 'first'), fault('/label', 'second'), fault('/options/attempts'), fault('body.port'), fault('name')]),
    ).toEqual({
      label: 'first',
      'options.attempts': 'wrong',
      port: 'wrong',
      name: 'wrong',
    })
  })

  it('are tried again only when nobody has to change anything', () => {
    const of = (kind: ApiProblem['kind']) => isPassing(new ApiProblem(kind, { detail: '' }))
    expect([of('unreachable'), of('service'), of('too-many')]).toEqual([true, true, true])
    expect([of('invalid'), of('forbidden'), of('session-ended'), of('not-found'), of('conflict')]).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
