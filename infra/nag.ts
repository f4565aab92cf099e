/** `node infra/nag.ts`: the AWS Solutions rules over the stack. Ends with 1 on a finding that nobody has acknowledged, or an acknowledgement that has outlived its finding. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsSolutionsChecks } from 'cdk-nag'
import { type Acknowledgement, acknowledgements } from './nag-acknowledgements.ts'
import { makeApp } from './synthesize.ts'

export type Finding = { readonly rule: string; readonly path: string; readonly description: string }
export type Review = { readonly unacknowledged: readonly Finding[]; readonly outlived: readonly Acknowledgement[] }

/** Every finding, acknowledged or not. */
const findings = (): readonly Finding[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'pulse-nag-'))
  try {
    const { app } = makeApp({ outdir, context: { administratorEmail: 'administrator@example.org' } })
    return new AwsSolutionsChecks(app)
      .validateScope(app)
      .violations.flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '', description })),
      )
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

const speaksOf = ({ rule, where }: Acknowledgement, finding: Finding): boolean => rule.test(finding.rule) && where.test(finding.path)

export const review = (found: readonly Finding[], accepted: readonly Acknowledgement[]): Review => ({
  unacknowledged: found.filter((finding) => !accepted.some((each) => speaksOf(each, finding))),
  outlived: accepted.filter((each) => !found.some((finding) => speaksOf(each, finding))),
})

if (import.meta.main) {
  const found = findings()
  const { unacknowledged, outlived } = review(found, acknowledgements)
  for (const { rule, path, description } of unacknowledged) console.error(`${rule}: ${path}\n    ${description}`)
  for (const { rule, where } of outlived) console.error(`acknowledged, but found no more: ${rule} ${where}`)
  console.log(`cdk-nag: ${found.length} findings, ${unacknowledged.length} not acknowledged`)
  process.exitCode = found.length === 0 || unacknowledged.length + outlived.length > 0 ? 1 : 0
}
