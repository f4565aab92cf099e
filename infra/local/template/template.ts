/** The synthesized CloudFormation template, read once. What is inside properties stays unknown until it is resolved. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'

export const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
})
export type Resource = z.infer<typeof Resource>

export const Template = z.object({
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource),
})
export type Template = z.infer<typeof Template>

/** Reads a template; throws with what is wrong in it. */
export const readTemplate = (path: string): Template => {
  const parsed = Template.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path} is no CloudFormation template:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
