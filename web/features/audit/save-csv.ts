/** Hands a text to the browser as a file. */
export const saveCsv = (text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `pulse-audit-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  // The download has its own hold on the content by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
