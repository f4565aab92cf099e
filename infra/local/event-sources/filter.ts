/** Filter criteria of event source mappings: EventBridge's content patterns. Pure. */

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const numericHolds = (test: unknown[], actual: unknown): boolean => {
  if (typeof actual !== 'number') return false
  for (let place = 0; place < test.length; place += 2) {
    const bound = Number(test[place + 1])
    const holds = { '=': actual === bound, '<': actual < bound, '<=': actual <= bound, '>': actual > bound, '>=': actual >= bound }[
      String(test[place])
    ]
    if (holds === undefined) throw new Error(`the numeric filter ${String(test[place])} is not supported locally`)
    if (!holds) return false
  }
  return true
}

const ruleHolds = (rule: unknown, actual: unknown, isPresent: boolean): boolean => {
  if (!isObject(rule)) return isPresent && rule === actual
  const [[name, test] = ['', undefined]] = Object.entries(rule)
  switch (name) {
    case 'exists':
      return isPresent === test
    case 'prefix':
      return typeof actual === 'string' && actual.startsWith(String(test))
    case 'suffix':
      return typeof actual === 'string' && actual.endsWith(String(test))
    case 'equals-ignore-case':
      return typeof actual === 'string' && actual.toLowerCase() === String(test).toLowerCase()
    case 'anything-but':
      return isPresent && !asList(test).some((each) => ruleHolds(each, actual, true))
    case 'numeric':
      return numericHolds(asList(test), actual)
    default:
      throw new Error(`the filter rule ${name} is not supported locally`)
  }
}

/** Whether a pattern holds of an event. Throws for rules that it does not know. */
export const patternHolds = (pattern: unknown, event: unknown): boolean => {
  if (!isObject(pattern)) throw new Error('a filter pattern must be an object')
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return asList(wanted).some((each) => patternHolds(each, event))
    const isPresent = isObject(event) && Object.hasOwn(event, key)
    const actual = isPresent ? event[key] : undefined
    if (!Array.isArray(wanted)) return patternHolds(wanted, actual)
    return asList(actual).some((each) => wanted.some((rule) => ruleHolds(rule, each, isPresent)))
  })
}

/** No pattern lets everything through; of several, one is enough. */
export const passes = (patterns: readonly unknown[], event: unknown): boolean =>
  patterns.length === 0 || patterns.some((pattern) => patternHolds(pattern, event))
