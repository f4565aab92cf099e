/** The report's tree as rows of a table, and the way from a figure to the list behind it. Pure. */
import type { FigureShape } from '#shared/contracts/deployments.ts'

export type FigureRow = FigureShape & {
  /** Where it stands in the tree: `failed/in-transfer`. */
  readonly path: string
  readonly rows: readonly FigureRow[]
}

/** Rows of the tree. Without `zeros`, a part that counts nothing is left out; the top ones stay. */
export const rowsOf = (figures: readonly FigureShape[], zeros: boolean, above = ''): readonly FigureRow[] =>
  figures
    .filter(({ count }) => zeros || above === '' || count > 0)
    .map((figure) => {
      const path = above === '' ? figure.id : `${above}/${figure.id}`
      return { ...figure, path, rows: rowsOf(figure.parts, zeros, path) }
    })

/** What stands in the address for the list behind a figure. */
export const addressOfFigure = ({ path, standings }: Pick<FigureRow, 'path' | 'standings'>) => ({
  figure: path,
  standing: standings.join(','),
  state: '',
})
