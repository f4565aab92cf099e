/** What a machine wrote, made inert: terminal orders removed, other control characters shown as what they are. */

// CSI (colours, cursor), OSC (titles, links), DCS/SOS/PM/APC strings, and two-character escapes; also their 8-bit forms.
const sequences = [
  String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]`,
  String.raw`(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?`,
  String.raw`(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?`,
  String.raw`\x1b[ -/]*[0-~]`,
]
const escapes = new RegExp(sequences.join('|'), 'g')
// As text, since a pattern written out would have to hold the very characters it is against.
const controlCharacters = String.raw`[\x00-\x08\x0b-\x1f\x7f]`
const controls = new RegExp(controlCharacters, 'g')
const unseen = /[\u0080-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

const picture = (character: string): string => (character === '\x7f' ? '␡' : String.fromCharCode(0x2400 + character.charCodeAt(0)))
const codePoint = (character: string): string => `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`

/** Text without anything that a terminal or a browser could take for an order. Line breaks and tabs stay. */
export const plainText = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(escapes, '')
    // A lone carriage return begins the line anew on a terminal; here every version stays, each on its line.
    .replace(/\r+(?=[^\n])/g, '\n')
    .replace(/\r+$/, '')
    .replace(controls, picture)
    .replace(unseen, codePoint)
