/** Where in a text a fault is: what comes before, the part at fault up to the next comma, and what comes after. */
export const faultSpan = (text: string, position: number): { readonly before: string; readonly marked: string; readonly after: string } => {
  const comma = text.indexOf(',', position + 1)
  const end = comma < 0 ? text.length : comma
  return { before: text.slice(0, position), marked: text.slice(position, end), after: text.slice(end) }
}
