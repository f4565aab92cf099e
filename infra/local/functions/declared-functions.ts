/** The template's functions, ready to run: environment, role, limits. */
import { isAbsolute, join } from 'node:path'
import * as z from 'zod'
import type { KeyPair } from '../credentials.ts'
import { propertiesOf } from '../template/declared.ts'
import { apiId, region } from '../template/references.ts'
import { statementsOfRole } from '../template/roles.ts'
import type { Stack, StackResource } from '../template/stack.ts'
import { defaultConcurrency, type FunctionSpec } from './function.ts'
import { entryKey, functionName, functionsWithSource } from './function-names.ts'

const Properties = z.looseObject({
  Role: z.string(),
  Handler: z.string(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
})
const socketOf = (stack: Stack): { apiId: string; stage: string } => {
  const isSocket = (resource: StackResource) => resource.properties()['ProtocolType'] === 'WEBSOCKET'
  const socket = stack.ofType('AWS::ApiGatewayV2::Api').find(isSocket)
  if (!socket) return { apiId: 'none', stage: 'none' }
  const id = stack.ref(socket.logicalId)
  const stage = stack.ofType('AWS::ApiGatewayV2::Stage').find((each) => each.properties()['ApiId'] === id)
  return { apiId: apiId(socket.logicalId), stage: stage ? stack.ref(stage.logicalId) : '$default' }
}

export const declaredFunctions = (
  stack: Stack,
  options: {
    /** Folder that `pulse:entry` is relative to. */
    root: string
    compileCache: string
    keysOf: (functionName: string) => KeyPair
    endpoints: Readonly<Record<string, string>>
  },
): readonly FunctionSpec[] => {
  const socket = socketOf(stack)
  return functionsWithSource(stack).map((resource) => {
    const properties = propertiesOf(resource, Properties)
    const name = functionName(resource)
    const physicalName = stack.ref(resource.logicalId)
    const keys = options.keysOf(name)
    const entry = z.string().parse(resource.metadata[entryKey])
    return {
      name,
      timeoutMs: properties.Timeout * 1000,
      concurrency: properties.ReservedConcurrentExecutions ?? defaultConcurrency,
      start: {
        entry: isAbsolute(entry) ? entry : join(options.root, entry),
        handlerName: properties.Handler.split('.').at(-1) ?? 'handler',
        functionName: physicalName,
        functionArn: stack.attribute(resource.logicalId, 'Arn'),
        roleName: properties.Role.split('/').at(-1) ?? '',
        statements: statementsOfRole(stack, properties.Role),
        socket,
        memoryMb: properties.MemorySize,
        compileCache: options.compileCache,
      },
      env: {
        ...properties.Environment?.Variables,
        ...options.endpoints,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_LAMBDA_FUNCTION_NAME: physicalName,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${physicalName}`,
        AWS_LAMBDA_LOG_STREAM_NAME: 'local',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        _HANDLER: properties.Handler,
        TZ: ':UTC',
        // Lambda's sandbox has no home with settings, and no instance metadata.
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    }
  })
}
