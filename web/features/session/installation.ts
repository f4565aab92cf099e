/** `/config.json`: the installations that this console serves, and which of them this browser uses. */
import { ConsoleConfig } from '#shared/contracts/console-config.ts'

export type Installation = ConsoleConfig['installations'][number]

const chosenKey = 'pulse.installation'

export const readConfig = async (fetchText: (path: string) => Promise<string>): Promise<ConsoleConfig> =>
  ConsoleConfig.parse(JSON.parse(await fetchText('/config.json')))

/** The installation to use without asking: the only one, or the one chosen before as long as it is still offered. */
export const installationToUse = ({ installations }: ConsoleConfig, remembered: string | null): Installation | null =>
  installations.find(({ api }) => api === remembered) ?? (installations.length === 1 ? (installations[0] ?? null) : null)

export const rememberedInstallation = (): string | null => localStorage.getItem(chosenKey)
export const rememberInstallation = ({ api }: Installation): void => localStorage.setItem(chosenKey, api)
