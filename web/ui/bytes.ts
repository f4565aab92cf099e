/** Sizes for people: decimal units, three significant digits, in the words of the language. */
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export const bytesText = (bytes: number, locale: string): string => {
  const step = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const unit = units[step] ?? 'byte'
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** step)
}
