/** What a bench gives: figures, printed as a table for people and as a JSON line each for whoever keeps them. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it should be: at most, or at least. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number }
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4).replace(/\.?0+$/, ''))
const verdict = ({ value, goal }: Figure): string => {
  if (!goal) return ''
  const [limit, isMet, sign] = 'atMost' in goal ? [goal.atMost, value <= goal.atMost, '≤'] : [goal.atLeast, value >= goal.atLeast, '≥']
  return `${sign} ${shown(limit)} ${isMet ? 'met' : 'MISSED'}`
}

export const print = (bench: string, figures: readonly Figure[]): void => {
  const rows = figures.map((figure) => [figure.name, `${shown(figure.value)} ${figure.unit}`, verdict(figure)])
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  for (const figure of figures) console.log(JSON.stringify({ bench, ...figure }))
}

/** Milliseconds below which `share` of the calls stayed. */
export const percentile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN

export const timed = async (times: number, work: (turn: number) => Promise<unknown>): Promise<number[]> => {
  const all: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const began = performance.now()
    await work(turn)
    all.push(performance.now() - began)
  }
  return all
}
