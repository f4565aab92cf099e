/** The policy statements that the template gives a role. */
import * as z from 'zod'
import type { Stack } from './stack.ts'

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value))

export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([z.boolean().transform(String), oneOrMore]))).optional(),
})
export type Statement = z.infer<typeof Statement>

const PolicyDocument = z.looseObject({ Statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]) })
const InlinePolicies = z.array(z.looseObject({ PolicyDocument })).default([])
const Role = z.looseObject({ Policies: InlinePolicies, ManagedPolicyArns: z.array(z.string()).default([]) })
const AttachedPolicy = z.looseObject({ PolicyDocument, Roles: z.array(z.string()).default([]) })

/** AWS's own policies that give nothing which local mode checks. */
const harmlessManagedPolicies = /:policy\/service-role\/AWSLambda(BasicExecution|VPCAccessExecution)Role$|:policy\/AWSXRay/

const statementsIn = (logicalId: string, document: z.infer<typeof PolicyDocument>): Statement[] =>
  document.Statement.map((raw) => {
    const parsed = Statement.safeParse(raw)
    if (!parsed.success) throw new Error(`${logicalId}: a policy statement that cannot be read: ${z.prettifyError(parsed.error)}`)
    return parsed.data
  })

/** All statements of the role with this ARN; throws when there is no such role or a policy that cannot be read. */
export const statementsOfRole = (stack: Stack, roleArn: string): readonly Statement[] => {
  const role = stack.ofType('AWS::IAM::Role').find(({ logicalId }) => stack.attribute(logicalId, 'Arn') === roleArn)
  if (!role) throw new Error(`the template has no role ${roleArn}`)
  const { Policies, ManagedPolicyArns } = Role.parse(role.properties())
  const name = stack.ref(role.logicalId)
  const inline = Policies.flatMap((policy) => statementsIn(role.logicalId, policy.PolicyDocument))
  const attached = stack.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').flatMap((policy) => {
    const { PolicyDocument, Roles } = AttachedPolicy.parse(policy.properties())
    const isNamed = policy.type === 'AWS::IAM::ManagedPolicy' && ManagedPolicyArns.includes(stack.ref(policy.logicalId))
    return Roles.includes(name) || isNamed ? statementsIn(policy.logicalId, PolicyDocument) : []
  })
  const unknown = ManagedPolicyArns.filter((arn) => arn.includes('::aws:policy/') && !harmlessManagedPolicies.test(arn))
  if (unknown.length > 0) throw new Error(`${role.logicalId}: local mode does not know what ${unknown.join(', ')} allows`)
  return [...inline, ...attached]
}
