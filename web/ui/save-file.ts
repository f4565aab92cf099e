/** Hands a text to the person as a file. */
export const saveFile = (text: string, name: string, type: 'text/csv' | 'text/plain'): void => {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold on the file only after the click has been worked on.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
