/** What the inventory of a machine is looked at for. The one that is open stands in the address. */
export const inventoryViews = ['sections', 'changes', 'compare'] as const
export type InventoryView = (typeof inventoryViews)[number]

export const viewOf = (wanted: string): InventoryView => inventoryViews.find((view) => view === wanted) ?? 'sections'
