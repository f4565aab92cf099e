/** Entry of the CDK app: `cdk synth`, `cdk deploy`. */
import { App } from 'aws-cdk-lib'
import { PulseCloudStack } from './pulse-cloud-stack.ts'

const app = new App()
new PulseCloudStack(app, 'PulseCloud', { terminationProtection: true })
