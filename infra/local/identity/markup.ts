/** HTML that cannot be broken by what is put into it: every value is escaped unless it is markup itself. */
export type Markup = { readonly markup: string }

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

export const html = (strings: TemplateStringsArray, ...values: readonly (string | Markup | null)[]): Markup => ({
  markup: String.raw(
    { raw: strings },
    ...values.map((value) => (value === null ? '' : typeof value === 'string' ? escaped(value) : value.markup)),
  ),
})

/** For markup that another part has made and escaped. */
export const trusted = (markup: string): Markup => ({ markup })
