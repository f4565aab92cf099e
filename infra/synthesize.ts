/** The template for local mode: no bundling, no rules, no CLI. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import * as z from 'zod'
import { projectFile } from './project.ts'
import { PulseCloudStack } from './pulse-cloud-stack.ts'

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) })

/** Synthesizes into `outdir` and gives the path of the template. */
export const synthesize = ({ outdir }: { outdir: string }): string => {
  const { context } = CdkJson.parse(JSON.parse(readFileSync(projectFile('cdk.json'), 'utf8')))
  const app = new App({
    outdir,
    context: { ...context, 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false, console: 'skip' },
    analyticsReporting: false,
    treeMetadata: false,
  })
  const stack = new PulseCloudStack(app, 'PulseCloud', {})
  const assembly = app.synth()
  return join(assembly.directory, stack.templateFile)
}
