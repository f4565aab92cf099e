/** The report of a deployment as one CSV file, gathered from its parts. */

/** Marks the file as UTF-8 for spreadsheets, which would take it for something else. */
const byteOrderMark = '\ufeff'
/** Parts that the API has at most. */
const mostParts = 1000

/** Reads part after part until one is empty. `onPart`: how many have come. */
export const readReport = async (readPart: (part: number) => Promise<string>, onPart: (count: number) => void): Promise<string> => {
  const parts: string[] = []
  for (let part = 0; part < mostParts; part += 1) {
    const text = await readPart(part)
    if (text === '') break
    parts.push(text)
    onPart(parts.length)
  }
  return byteOrderMark + parts.join('')
}

/** A file name made of a deployment's name, which anybody may have chosen. */
export const fileNameOf = (name: string): string =>
  `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').replaceAll(/^[._]+/g, '') || 'report'}.csv`
