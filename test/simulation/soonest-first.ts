/** What is to come, the soonest first; equals in the order in which they were added. A binary heap. */
type Entry<T> = { readonly at: number; readonly place: number; readonly what: T }

export const soonestFirst = <T>() => {
  const heap: Entry<T>[] = []
  let places = 0
  const isBefore = (a: Entry<T> | undefined, b: Entry<T> | undefined): boolean =>
    a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.place < b.place))
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]]
    if (a && b) [heap[i], heap[j]] = [b, a]
  }
  return {
    size: () => heap.length,
    first: (): Entry<T> | null => heap[0] ?? null,
    add: (at: number, what: T): void => {
      heap.push({ at, place: places++, what })
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1
        if (!isBefore(heap[i], heap[parent])) break
        swap(i, parent)
        i = parent
      }
    },
    take: (): Entry<T> | null => {
      const first = heap[0] ?? null
      const last = heap.pop()
      if (last && heap.length > 0) {
        heap[0] = last
        for (let i = 0; ; ) {
          const [left, right] = [2 * i + 1, 2 * i + 2]
          let least = i
          if (isBefore(heap[left], heap[least])) least = left
          if (isBefore(heap[right], heap[least])) least = right
          if (least === i) break
          swap(i, least)
          i = least
        }
      }
      return first
    },
  }
}
