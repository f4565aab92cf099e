/**
 * The ONE way in which text from outside becomes part of a command for a POSIX shell.
 * Between single quotes every byte means itself, except the single quote, which is written '\''.
 */
export const quote = (text: string): string => {
  // A NUL ends an argument early for the kernel: what runs would not be what was asked.
  if (text.includes('\0')) throw new TypeError('a NUL character cannot be part of a command')
  return `'${text.replaceAll("'", "'\\''")}'`
}
