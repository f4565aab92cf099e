/** The same order keeps its key, so that sending it again is harmless; a changed order gets another. */
export const repeatKey = (makeKey: () => string): ((body: unknown) => string) => {
  let last: { readonly text: string; readonly key: string } | null = null
  return (body) => {
    const text = JSON.stringify(body)
    if (last?.text !== text) last = { text, key: makeKey() }
    return last.key
  }
}
