/** Text from a machine is hostile: what could act on a terminal or a page is taken out. */

// An escape sequence begins with ESC, then `[`, parameters and one final letter; other control characters stand alone.
const escapeSequence = /\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu
const control = /[^\P{Cc}\t]/gu
const directionOverride = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** One line as a terminal would leave it: after a carriage return the line begins anew. */
export const cleanLine = (line: string): string => {
  const shown = line.replace(/\r+$/, '')
  return shown
    .slice(shown.lastIndexOf('\r') + 1)
    .replace(escapeSequence, '')
    .replace(control, '')
    .replace(directionOverride, '')
}

/** A few words for a detail: one line, at most `most` characters. */
export const cleanDetail = (text: string, most = 500): string =>
  text
    .split('\n')
    .map((line) => cleanLine(line).trim())
    .filter((line) => line !== '')
    .join('; ')
    .slice(0, most)
