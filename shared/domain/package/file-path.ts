/**
 * Paths of files inside a package. They come from a browser or a script and end on machines,
 * so everything that could leave the package's own folder on any platform is refused.
 */
const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i
const unsafeCharacter = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*\\]/u

/** Why this path cannot stand in a package, or null if it can. */
export const faultOfFilePath = (path: string): string | null => {
  if (path === '') return 'must not be empty'
  if (path.length > 400) return 'must have at most 400 characters'
  if (path.startsWith('/')) return 'must be relative to the package, without a leading /'
  if (unsafeCharacter.test(path)) return 'must not contain control characters, backslashes or any of < > : " | ? *'
  for (const part of path.split('/')) {
    if (part === '') return 'must not contain an empty part (//, or a trailing /)'
    if (part === '.' || part === '..') return 'must not contain . or .. as a part'
    if (part.length > 200) return 'must have parts of at most 200 characters'
    if (/[. ]$/.test(part) || part.startsWith(' ')) return 'must not have a part that begins with a space or ends with a space or a dot'
    if (device.test(part)) return `must not use ${part}, a reserved device name on Windows`
  }
  return null
}
