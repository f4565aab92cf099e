/** A CloudFormation template, as plain data. */
export declare const template: Record<string, unknown>
