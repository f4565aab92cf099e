import { join } from 'node:path'

const root = new URL('..', import.meta.url).pathname

/** A path from the project's root, wherever the command is run from. */
export const projectFile = (path: string): string => join(root, path)
