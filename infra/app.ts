/** `cdk synth` and `cdk deploy` begin here. */
import { App } from 'aws-cdk-lib'
import { PulseCloudStack } from './pulse-cloud-stack.ts'

new PulseCloudStack(new App(), 'PulseCloud', {})
