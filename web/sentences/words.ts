/** What the console says of a refusal, in a language, without a browser. */
import { createTranslator } from 'next-intl'
import en from '../messages/en.json' with { type: 'json' }
import fr from '../messages/fr.json' with { type: 'json' }
import { sayer, type Words } from '../ui/say-refusal.ts'

const messages: Readonly<Record<'en' | 'fr', typeof en>> = { en, fr }

/** Throws for words that lack a value or are malformed. */
export const saidIn = (locale: 'en' | 'fr') => {
  const room = (name: 'refusals' | 'faults' | 'fieldNames' | 'rights' | 'deploymentStates' | 'states') => {
    const onError = (error: Error) => {
      throw error
    }
    const say = createTranslator<Record<string, string>>({ locale, messages: messages[locale][name], onError })
    return (key: string, values: Readonly<Record<string, string>> = {}): string => say(key, { ...values })
  }
  const [refusals, faults] = [room('refusals'), room('faults')]
  const fieldNames = messages[locale].fieldNames
  return sayer({
    refusal: refusals,
    fault: faults,
    field: (values) => refusals('field', values),
    fieldName: room('fieldNames'),
    hasFieldName: ((name) => Object.hasOwn(fieldNames, name)) as Words['hasFieldName'],
    right: room('rights'),
    deploymentState: room('deploymentStates'),
    executionState: room('states'),
    absolute: (instant) => `<${instant}>`,
  })
}
